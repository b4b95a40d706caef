// A toast leaves by itself after a while, unless it is read with the pointer or the keyboard, or asks for a decision.
const STAY = 6000;
const STAY_WITH_UNDO = 15000;

function watch(toast) {
  const stay = toast.querySelector("form") ? STAY_WITH_UNDO : STAY;
  let timer;
  const leave = () => {
    toast.classList.add("toast-leaving");
    setTimeout(() => toast.remove(), 200);
  };
  const start = () => {
    timer = setTimeout(leave, stay);
  };
  const hold = () => clearTimeout(timer);
  toast.addEventListener("mouseenter", hold);
  toast.addEventListener("focusin", hold);
  toast.addEventListener("mouseleave", start);
  toast.addEventListener("focusout", start);
  toast.querySelector("[data-dismiss]")?.addEventListener("click", leave);
  if (!toast.matches(".toast-error, .toast-warning")) start();
}

function watchAll() {
  for (const toast of document.querySelectorAll(".toast:not([data-watched])")) {
    toast.dataset.watched = "";
    watch(toast);
  }
}

document.addEventListener("DOMContentLoaded", watchAll);
document.addEventListener("htmx:load", watchAll);
document.addEventListener("htmx:oobAfterSwap", watchAll);
