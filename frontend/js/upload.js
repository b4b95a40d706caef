// <form data-upload>: files that were chosen, dropped (drop-zone.js) or pasted anywhere on the page are sent at once,
// with their progress; its button is for pages without scripts.
const form = () => document.querySelector("form[data-upload]");

document.addEventListener("change", (event) => {
  if (event.target.matches("form[data-upload] input[type=file]") && event.target.files.length) {
    event.target.form.requestSubmit();
  }
});

document.addEventListener("paste", (event) => {
  const files = event.clipboardData?.files;
  if (!files?.length || !form() || event.target.closest?.("[contenteditable]")) return;
  event.preventDefault();
  const input = form().querySelector("input[type=file]");
  input.files = files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
});

document.addEventListener("htmx:xhr:progress", (event) => {
  const bar = event.target.querySelector?.("progress");
  if (!bar || !event.target.matches("form[data-upload]") || !event.detail.lengthComputable) return;
  bar.hidden = false;
  bar.value = event.detail.loaded / event.detail.total;
});
