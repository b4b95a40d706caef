// In a comment, "@" and some letters offer the people who may read it (`data-complete-url` of the field).
const TYPED = /(?:^|[^\w@])(@[\w.-]*)$/;
const PATIENCE = 90; // ms without a keystroke before the server is asked
const AWAY = ["ArrowLeft", "ArrowRight", "Home", "End"];

let list = null; // what is offered, and for which field
let field = null;
let waiting = 0;

function typed() {
  return field.value.slice(0, field.selectionStart).match(TYPED)?.[1];
}

function close() {
  clearTimeout(waiting);
  list?.remove();
  list = null;
  field?.removeAttribute("aria-activedescendant");
  field?.removeAttribute("aria-controls");
}

function choose(option) {
  for (const one of list.children) one.setAttribute("aria-selected", String(one === option));
  field.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function chosen() {
  return list.querySelector("[aria-selected=true]");
}

function take(option) {
  const at = field.selectionStart;
  field.setRangeText(`${option.dataset.insert} `, at - typed().length, at, "end");
  close();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function optionOf({ insert, label }, place) {
  const option = document.createElement("li");
  option.id = `mention-${place}`;
  option.role = "option";
  option.dataset.insert = insert;
  const handle = document.createElement("span");
  handle.className = "muted small";
  handle.textContent = insert;
  option.append(label, " ", handle);
  option.addEventListener("mousedown", (event) => {
    event.preventDefault(); // the cursor stays in the field
    take(option);
  });
  return option;
}

function show(items) {
  close();
  if (!items.length) return;
  list = document.createElement("ul");
  list.id = "mention-list";
  list.className = "mention-list";
  list.role = "listbox";
  list.ariaLabel = field.labels[0]?.textContent ?? field.ariaLabel;
  list.append(...items.map(optionOf));
  field.after(list);
  field.setAttribute("aria-controls", list.id);
  choose(list.firstElementChild);
}

async function ask() {
  const asked = typed();
  if (!asked) return close();
  const answer = await fetch(`${field.dataset.completeUrl}?q=${encodeURIComponent(asked)}`).catch(() => null);
  if (!answer?.ok) return close(); // without a connection one types the whole of it
  const { items } = await answer.json();
  if (typed() === asked && document.activeElement === field) show(items);
}

document.addEventListener("input", ({ target }) => {
  if (!target.matches("textarea[data-complete-url]")) return;
  if (field !== target) close();
  field = target;
  clearTimeout(waiting);
  if (typed()) waiting = setTimeout(ask, PATIENCE);
  else close();
});

document.addEventListener("focusout", ({ target }) => target === field && close());

// Before the field's own form hears of the key: Enter takes what is chosen and Escape closes the list, nothing else.
document.addEventListener(
  "keydown",
  (event) => {
    if (!list || event.target !== field) return;
    if (AWAY.includes(event.key)) close();
    else if (event.key === "ArrowDown") choose(chosen().nextElementSibling ?? list.firstElementChild);
    else if (event.key === "ArrowUp") choose(chosen().previousElementSibling ?? list.lastElementChild);
    else if (event.key === "Escape") close();
    else if ((event.key === "Enter" && !event.ctrlKey && !event.metaKey) || event.key === "Tab") take(chosen());
    else return;
    if (AWAY.includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  },
  true,
);
