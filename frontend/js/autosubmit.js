// <form data-autosubmit>: a filter that is chosen takes effect at once; typed text waits for Enter.
document.addEventListener("change", (event) => {
  const form = event.target.closest?.("form[data-autosubmit]");
  if (form && event.target.matches("select, input[type=checkbox], input[type=radio], input[type=date]")) {
    form.requestSubmit();
  }
});

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-autosubmit]")) return;
  // Empty fields would only lengthen the address.
  for (const field of event.target.elements) if (field.name && !field.value) field.disabled = true;
});
