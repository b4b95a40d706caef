// Single keys, never while somebody types: `?` shows them, `u` turns times to UTC, `g` + letter goes to a page,
// `n` starts a new incident. Only links that the page has are offered, so no key leads nowhere.
const dialog = () => document.getElementById("keys");
let afterG = false;

const typing = (target) => target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable], dialog[open]");

function follow(key) {
  const link = document.querySelector(`a[data-key="${CSS.escape(key)}"]`);
  if (link) link.click();
  return Boolean(link);
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const key = event.key;
  if (afterG) {
    afterG = false;
    if (follow(`g ${key}`)) event.preventDefault();
  } else if (key === "g") {
    afterG = true;
    setTimeout(() => {
      afterG = false;
    }, 1200);
  } else if (key === "?") {
    dialog()?.showModal();
  } else if (key === "u") {
    document.dispatchEvent(new CustomEvent("app:toggle-utc"));
  } else if (key.length === 1 && follow(key)) {
    event.preventDefault();
  }
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-show-keys]")) dialog()?.showModal();
});
