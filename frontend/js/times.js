// All times of the page in UTC with one click, and back with another. Reading only: forms keep the reader's zone.
let utc = false;

function show(scope) {
  for (const time of scope.querySelectorAll("time[data-utc]")) {
    time.dataset.local ??= time.textContent;
    time.textContent = utc ? time.dataset.utc : time.dataset.local;
  }
}

function toggle() {
  utc = !utc;
  show(document);
  for (const button of document.querySelectorAll("[data-toggle-utc]")) button.setAttribute("aria-pressed", String(utc));
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-toggle-utc]")) toggle();
});
document.addEventListener("app:toggle-utc", toggle);
document.addEventListener("htmx:load", (event) => {
  if (utc) show(event.target);
});
