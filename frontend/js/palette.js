// The palette: Ctrl/⌘-K or the field in the top bar opens it, the server says what there is, arrow keys and Enter choose.
// The verbs of the present page are found in the page itself. Which keys were visited stays in this browser; what they
// are called comes from the server, for those who may know.
const KEPT = "recent-keys";
const AT_MOST = 8;
const PATIENCE = 90; // ms without a keystroke before the server is asked

const palette = document.getElementById("palette");
const mac = /Mac|iP(hone|ad)/.test(navigator.platform);

function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? "[]");
  } catch {
    return []; // storage is forbidden here, or holds something else
  }
}

function remember() {
  const key = location.pathname.match(/\/((?:INC|PM|ACT)-\d+)\//)?.[1];
  if (!key) return;
  try {
    localStorage.setItem(KEPT, JSON.stringify([key, ...kept().filter((one) => one !== key)].slice(0, AT_MOST)));
  } catch {
    // not remembered
  }
}

function start() {
  const form = palette.querySelector("form");
  const input = form.elements.q;
  const list = palette.querySelector("[role=listbox]");
  const none = palette.querySelector(".palette-none");
  const count = palette.querySelector("[data-palette-count]");
  let waiting = 0;

  const options = () => [...list.querySelectorAll("[role=option]")];
  const active = () => list.querySelector("[aria-selected=true]");

  function choose(option) {
    active()?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  }

  function step(by) {
    const all = options();
    const at = all.indexOf(active());
    if (all.length) choose(all[at < 0 && by < 0 ? all.length - 1 : (at + by + all.length) % all.length]);
  }

  function show() {
    addVerbs();
    const found = options();
    input.setAttribute("aria-expanded", String(found.length > 0));
    none.hidden = found.length > 0;
    count.textContent = count.dataset.paletteCount.replace("#", found.length);
    choose(input.value.trim() ? found[0] : null); // unasked, Enter does nothing
  }

  // Links and buttons of the page's head and of its menus, as entries that press them.
  function addVerbs() {
    const wish = input.value.trim().toLowerCase();
    const verbs = [...document.querySelectorAll(".page-head .verbs :is(a, button, summary)")].filter(
      (verb) => offered(verb) && words(verb).toLowerCase().includes(wish),
    );
    if (!verbs.length) return;
    const group = document.createElement("div");
    const heading = document.createElement("div");
    group.setAttribute("role", "group");
    group.setAttribute("aria-labelledby", "palette-verbs");
    Object.assign(heading, { id: "palette-verbs", className: "palette-heading", textContent: palette.dataset.ofPage });
    heading.setAttribute("role", "presentation");
    group.append(heading, ...verbs.map(entry));
    if (wish || !list.firstElementChild) list.append(group);
    else list.lastElementChild.before(group); // where nothing is typed: between where one has been and all pages
  }

  const offered = (verb) => Boolean(words(verb)) && (verb.matches(".menu-item") || !verb.closest(".popover"));

  function entry(verb, number) {
    const option = document.createElement("button");
    const title = document.createElement("span");
    Object.assign(option, { type: "button", className: "palette-hit", id: `palette-verb-${number}`, tabIndex: -1 });
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    Object.assign(title, { className: "palette-title", textContent: words(verb) });
    const icon = verb.matches("summary") ? null : verb.querySelector("svg.icon");
    option.append((icon ?? palette.querySelector("template").content.firstElementChild).cloneNode(true), title);
    option.addEventListener("click", () => {
      palette.close();
      verb.focus();
      verb.click();
    });
    return option;
  }

  const words = (verb) => verb.textContent.replace(/\s+/g, " ").trim();

  function ask(wait) {
    clearTimeout(waiting);
    waiting = setTimeout(() => form.dispatchEvent(new CustomEvent("palette:ask")), wait);
  }

  function open(text = "") {
    if (palette.open) return;
    form.elements.recent.value = kept().filter((key) => !location.pathname.includes(`/${key}/`)).join(" ");
    input.value = text;
    palette.showModal();
    input.focus();
    ask(0);
  }

  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    if (event.defaultPrevented || event.target.closest?.("[contenteditable=true]")) return; // there it makes a link
    event.preventDefault();
    if (palette.open) palette.close();
    else open();
  });

  document.addEventListener("click", (event) => {
    if (event.target === palette) return palette.close(); // beside it
    if (!event.target.closest("[data-palette-open], [data-palette-field]")) return;
    event.preventDefault();
    open();
  });

  document.addEventListener("input", (event) => {
    if (event.target === input) return ask(PATIENCE);
    if (!event.target.matches("[data-palette-field]")) return;
    open(event.target.value);
    event.target.value = "";
  });

  input.addEventListener("keydown", (event) => {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move) step(move);
    else if (event.key === "Enter" && active()) active().click();
    else if (event.key !== "Enter" || input.value.trim()) return;
    event.preventDefault();
  });

  list.addEventListener("mousemove", (event) => {
    const option = event.target.closest("[role=option]");
    if (option && option !== active()) choose(option);
  });

  list.addEventListener("htmx:afterSwap", show);
}

remember();
if (palette) start();
if (mac) for (const key of document.querySelectorAll("[data-command-key]")) key.textContent = "⌘ K";
