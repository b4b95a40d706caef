// <details class="pop"> closes on a click elsewhere, on Escape, and when another one opens.
const open = () => document.querySelectorAll("details.pop[open]");

document.addEventListener("click", (event) => {
  for (const details of open()) {
    if (!details.contains(event.target)) details.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const details of open()) {
    details.open = false;
    details.querySelector("summary").focus();
  }
});

document.addEventListener(
  "toggle",
  (event) => {
    const details = event.target;
    if (!details.matches?.("details.pop") || !details.open) return;
    for (const other of open()) {
      if (other !== details && !other.contains(details)) other.open = false;
    }
    details.querySelector(".popover textarea, .popover input:not([type=hidden]), .popover select")?.focus();
  },
  true,
);
