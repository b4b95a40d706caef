// The desk of a postmortem: "." or its button folds away what stands beside the text; remembered on this device.
const KEPT = "desk-folded";
const desk = () => document.querySelector("[data-desk]");

function show(folded) {
  desk()?.classList.toggle("desk-folded", folded);
  for (const button of document.querySelectorAll("[data-fold]")) button.setAttribute("aria-pressed", String(folded));
}

function kept() {
  try {
    return localStorage.getItem(KEPT) === "1";
  } catch {
    return false; // storage is forbidden here: it simply is not remembered
  }
}

function toggle() {
  const folded = !desk().classList.contains("desk-folded");
  show(folded);
  try {
    localStorage.setItem(KEPT, folded ? "1" : "0");
  } catch {
    // not remembered
  }
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-fold]")) toggle();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "." || event.ctrlKey || event.metaKey || event.altKey) return;
  if (!desk() || event.target.closest?.("input, textarea, select, [contenteditable], dialog[open]")) return;
  toggle();
});

document.addEventListener("DOMContentLoaded", () => kept() && show(true));
document.addEventListener("htmx:afterSettle", () => kept() && desk() && show(true));
