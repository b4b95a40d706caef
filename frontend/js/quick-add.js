// <form data-quick-add>: after an event was added the next one begins where this one did, in the time field.
// Enter in a one-line text adds it; Shift+Enter makes a new line.
document.addEventListener("htmx:afterSettle", (event) => {
  const asked = event.detail.requestConfig?.elt;
  if (!asked?.matches?.("[data-quick-add]") || event.detail.xhr.status !== 200) return;
  const time = document.querySelector("[data-quick-add] input:not([type=hidden])");
  time?.focus();
  time?.select();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  if (!event.target.matches?.("textarea[data-enter-submits]")) return;
  event.preventDefault();
  event.target.form.requestSubmit();
});
