// One toolbar, where the cursor is. It is one stop for Tab (arrows move within) and Alt+F10 goes to it from the text.
import { closeCompletion } from "@codemirror/autocomplete";
import { commands } from "./commands.js";
import { openFind } from "./find.js";
import { addColumn, addRow, insertTable, removeColumn, removeRow, tableAt } from "./tables.js";
import { take } from "./uploads.js";
import { piece } from "./words.js";

const ALL = { ...commands, table: insertTable, addRow, addColumn, removeRow, removeColumn, find: openFind };

export function install(session) {
  const bar = session.mayWrite ? piece("live-toolbar") : null;
  if (!bar) return;
  const { signal } = session;
  const view = () => session.current?.view;
  const picker = bar.querySelector('input[type="file"]');
  session.on("focus", (section) => {
    const body = section.element.querySelector("[data-body]");
    if (bar.nextElementSibling !== body) body.before(bar);
    bar.setAttribute("aria-controls", section.element.id);
    document.documentElement.classList.add("is-writing");
    for (const each of session.sections) each.element.classList.toggle("is-here", each === section);
  });
  session.on("moved", (section) => section === session.current && look(bar, section.view));
  // A click must not take the focus (and on a phone the keyboard) away from the text.
  bar.addEventListener("mousedown", (event) => event.target.closest("button[data-do]") && event.preventDefault());
  bar.addEventListener("click", (event) => {
    const name = event.target.closest("[data-do]")?.dataset.do;
    if (!name || !view()) return;
    if (name === "image") picker.click();
    else if (name === "comment") session.emit("comment", [session.current]);
    else ALL[name]?.(view());
  });
  picker?.addEventListener("change", () => {
    take(session, view(), [...picker.files]);
    picker.value = "";
    view().focus();
  });
  walk(bar, () => view()?.focus());
  session.root.addEventListener("keydown", (event) => toBar(event, bar), { signal });
  document.addEventListener("focusin", ({ target }) => rest(target, bar, session), { signal });
  aboveTheKeyboard(bar, signal);
}

// Within a table it offers rows and columns instead of what cannot stand in a cell.
function look(bar, view) {
  const inTable = Boolean(tableAt(view.state));
  for (const tool of bar.querySelectorAll("[data-in-table]")) tool.hidden = !inTable;
  for (const tool of bar.querySelectorAll("[data-in-text]")) tool.hidden = inTable;
}

function toBar(event, bar) {
  if (event.key !== "F10" || !event.altKey || !event.target.closest("[data-section-text]")) return;
  event.preventDefault();
  bar.querySelector('[tabindex="0"]').focus();
}

function walk(bar, back) {
  const stops = () => [...bar.querySelectorAll("button, summary")].filter((each) => each.offsetParent && !each.closest(".popover"));
  const only = (one) => bar.querySelectorAll("button, summary").forEach((each) => (each.tabIndex = each === one ? 0 : -1));
  only(bar.querySelector("button"));
  bar.addEventListener("keydown", (event) => {
    if (event.target.closest(".popover")) return;
    const all = stops();
    const now = all.indexOf(event.target);
    const next = { ArrowRight: now + 1, ArrowLeft: now - 1, Home: 0, End: all.length - 1 }[event.key];
    if (event.key === "Escape") back();
    else if (next !== undefined) {
      const one = all[(next + all.length) % all.length];
      only(one);
      one.focus();
    } else return;
    event.preventDefault();
  });
}

// Once the focus is elsewhere on the page, the toolbar rests (and on phones gives its place back).
function rest(target, bar, session) {
  if (target.closest("[data-section-text], .cm-panel, .live-toolbar, .live-comment") || bar.contains(target)) return;
  document.documentElement.classList.remove("is-writing");
  for (const { element, view } of session.sections) {
    element.classList.remove("is-here");
    if (view) closeCompletion(view);
  }
}

// On a phone it is a bar above the keyboard, whose height only the visual viewport tells.
function aboveTheKeyboard(bar, signal) {
  const viewport = window.visualViewport;
  if (!viewport) return;
  const place = () => {
    const below = Math.max(0, innerHeight - viewport.height - viewport.offsetTop);
    document.documentElement.style.setProperty("--keyboard", `${below}px`);
  };
  for (const event of ["resize", "scroll"]) viewport.addEventListener(event, place, { signal });
  place();
}
