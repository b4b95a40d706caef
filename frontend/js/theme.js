// Choosing an appearance on the profile shows it at once; saving the form keeps it.
document.addEventListener("change", (event) => {
  if (event.target.name === "theme") document.documentElement.dataset.theme = event.target.value;
});
