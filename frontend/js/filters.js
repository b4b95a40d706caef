// On phones the filters of a list start folded away; without scripts they stay open.
const phone = matchMedia("(max-width: 639.98px)");

function fold() {
  for (const filters of document.querySelectorAll("details.filters")) filters.open = !phone.matches;
}

phone.addEventListener("change", fold);
fold();
