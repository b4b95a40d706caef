// Where tabs do not fit beside each other, the one that is open comes into view.
document.addEventListener("DOMContentLoaded", () => {
  for (const list of document.querySelectorAll(".tabs")) {
    const here = list.querySelector("[aria-current]");
    if (here) list.scrollLeft = here.offsetLeft + here.offsetWidth / 2 - list.offsetLeft - list.clientWidth / 2;
  }
});
