// Light, dark or as the system says. A cookie keeps the choice, so the server sends the right page at once.
const root = document.documentElement;

function mark() {
  for (const button of document.querySelectorAll("[data-theme-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === root.dataset.theme));
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-theme-choice]");
  if (!button) return;
  root.dataset.theme = button.dataset.themeChoice;
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `theme=${root.dataset.theme}; path=/; max-age=31536000; samesite=lax${secure}`;
  mark();
});

document.addEventListener("DOMContentLoaded", mark);
