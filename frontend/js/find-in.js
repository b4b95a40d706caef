// <input data-find-in="id">: shows only those labels of a long list of choices that contain what is typed.
document.addEventListener("input", (event) => {
  const list = document.getElementById(event.target.dataset?.findIn);
  if (!list) return;
  const wish = event.target.value.trim().toLowerCase();
  for (const label of list.querySelectorAll("label")) {
    label.hidden = !label.textContent.toLowerCase().includes(wish) && !label.querySelector("input").checked;
  }
});
