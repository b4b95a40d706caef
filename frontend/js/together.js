// A table whose rows can be chosen and changed together: j and k walk, x chooses, d moves the date, a hands over,
// e marks as done, Enter opens. Works on <table data-rows> with checkboxes and the form that they belong to.
const table = document.querySelector("table[data-rows]");
const bar = document.querySelector("form[data-together]");

if (table && bar) start();

function start() {
  const boxes = [...table.querySelectorAll("input[name=items]")];
  const all = table.querySelector("[data-choose-all]");
  const count = bar.querySelector("[role=status]");
  const { verb, owner, due_on: due } = bar.elements;
  const said = count.textContent;
  let here = -1;

  function show() {
    const chosen = boxes.filter((box) => box.checked).length;
    for (const box of boxes) box.closest("tr").classList.toggle("row-selected", box.checked);
    count.textContent = chosen ? bar.dataset.together.replace("#", chosen) : said;
    bar.classList.toggle("together-open", chosen > 0);
    all.checked = chosen === boxes.length && chosen > 0;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
    for (const field of bar.querySelectorAll("[data-needed-by]")) {
      field.hidden = ![...field.dataset.neededBy.split(" "), ""].includes(verb.value) && field.dataset.neededBy !== "verb";
      if (!verb.value && field.dataset.neededBy !== "verb") field.hidden = true;
    }
  }

  function go(to) {
    here = Math.max(0, Math.min(boxes.length - 1, to));
    boxes[here].focus();
    boxes[here].closest("tr").scrollIntoView({ block: "nearest" });
  }

  // Of the chosen rows, or where none is chosen of the one the reader stands on.
  function change(name, field) {
    if (!boxes.some((box) => box.checked)) {
      if (here < 0) return;
      boxes[here].checked = true;
    }
    verb.value = name;
    show();
    if (field) field.focus();
    else bar.requestSubmit();
  }

  const keys = {
    j: () => go(here + 1),
    k: () => go(here - 1),
    x: () => here >= 0 && boxes[here].click(),
    d: () => change("move_due", due),
    a: () => change("assign", owner),
    e: () => change("finish"),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const at = boxes.indexOf(event.target);
    if (at >= 0 && event.key === "Enter") {
      event.preventDefault(); // else it would send the form
      return table.querySelectorAll("tbody .cell-title a")[at]?.click();
    }
    if (event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable], dialog[open]")) return;
    if (!keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });

  table.addEventListener("focusin", (event) => {
    const at = boxes.indexOf(event.target);
    if (at >= 0) here = at;
  });
  table.addEventListener("change", (event) => {
    if (event.target === all) for (const box of boxes) box.checked = all.checked;
    show();
  });
  verb.addEventListener("change", show);
  show();
}
