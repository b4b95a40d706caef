// A wide table in somebody's text scrolls by itself; the keyboard must reach it to do so.
function reach(scope) {
  for (const table of scope.querySelectorAll(".prose table")) {
    if (table.scrollWidth > table.clientWidth) table.tabIndex = 0;
  }
}

document.addEventListener("DOMContentLoaded", () => reach(document));
document.addEventListener("htmx:load", (event) => reach(event.target));
