// <form data-guard>: leaving the page with typed text asks first.
const changed = new Set();

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-guard]");
  if (form) changed.add(form);
});
for (const done of ["submit", "reset"]) {
  document.addEventListener(done, (event) => changed.delete(event.target));
}

window.addEventListener("beforeunload", (event) => {
  if ([...changed].some((form) => form.isConnected)) event.preventDefault();
});
