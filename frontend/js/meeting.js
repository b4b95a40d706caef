// Meeting mode: what is left of a step's time, and → for the next step.
const MINUTE = 60_000;

function tick() {
  for (const timer of document.querySelectorAll("[data-timer][data-began]")) {
    const until = Date.parse(timer.dataset.began) + Number(timer.dataset.minutes) * MINUTE;
    const left = Math.ceil((until - Date.now()) / MINUTE);
    timer.querySelector("[data-left]").textContent = left < 0 ? `+${-left}` : left;
    timer.classList.toggle("is-over", left <= 0);
  }
}

if (document.querySelector("[data-room]")) {
  tick();
  setInterval(tick, 1000);
  document.addEventListener("htmx:afterSettle", tick);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowRight" || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable], [role=toolbar]")) return;
    document.querySelector("[data-next]")?.requestSubmit();
  });
}
