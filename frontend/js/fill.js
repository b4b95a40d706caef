// <… data-fill="#field"><button data-add="INC-42">: adds to a field of keys apart by commas, and takes away again.
const keys = (field) => field.value.split(/[\s,;]+/).filter(Boolean);

function mark() {
  for (const button of document.querySelectorAll("[data-add]")) {
    const field = document.querySelector(button.closest("[data-fill]").dataset.fill);
    button.setAttribute("aria-pressed", String(keys(field).includes(button.dataset.add)));
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-add]");
  if (!button) return;
  const field = document.querySelector(button.closest("[data-fill]").dataset.fill);
  const present = keys(field);
  const key = button.dataset.add;
  field.value = (present.includes(key) ? present.filter((one) => one !== key) : [...present, key]).join(", ");
  field.dispatchEvent(new Event("input", { bubbles: true }));
});

document.addEventListener("input", mark);
document.addEventListener("DOMContentLoaded", mark);
