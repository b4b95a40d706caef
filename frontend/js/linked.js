// Things that show the same object light up together: everything with the same data-linked value.
function light(event, on) {
  const value = event.target.closest?.("[data-linked]")?.dataset.linked;
  if (!value) return;
  for (const element of document.querySelectorAll(`[data-linked="${CSS.escape(value)}"]`)) {
    element.classList.toggle("linked", on);
  }
}

for (const name of ["mouseover", "focusin"]) document.addEventListener(name, (event) => light(event, true));
for (const name of ["mouseout", "focusout"]) document.addEventListener(name, (event) => light(event, false));
