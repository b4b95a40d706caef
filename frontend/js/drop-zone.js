// <label class="drop-zone"> around a file input: files may be dropped on it; the names of those chosen are shown.
const zone = (event) => event.target.closest?.(".drop-zone");

for (const name of ["dragenter", "dragover"]) {
  document.addEventListener(name, (event) => {
    if (!zone(event)) return;
    event.preventDefault();
    zone(event).classList.add("drop-over");
  });
}

document.addEventListener("dragleave", (event) => zone(event)?.classList.remove("drop-over"));

document.addEventListener("drop", (event) => {
  const place = zone(event);
  if (!place) return;
  event.preventDefault();
  place.classList.remove("drop-over");
  const input = place.querySelector("input[type=file]");
  input.files = event.dataTransfer.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
});

document.addEventListener("change", (event) => {
  const names = zone(event)?.querySelector("[data-file-names]");
  if (names && event.target.files) names.textContent = [...event.target.files].map((file) => file.name).join(", ");
});
