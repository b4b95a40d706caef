// Find and replace within the section, with the page's own panel (<template id="live-find">).
import {
  closeSearchPanel,
  findNext,
  findPrevious,
  getSearchQuery,
  openSearchPanel,
  replaceAll,
  replaceNext,
  search,
  SearchQuery,
  setSearchQuery,
} from "@codemirror/search";
import { keymap } from "@codemirror/view";
import { piece, word } from "./words.js";

const MOST = 999; // matches are counted up to here

function matches(view) {
  const query = getSearchQuery(view.state);
  if (!query.valid) return "";
  let [n, here] = [0, 0];
  const { from, to } = view.state.selection.main;
  const cursor = query.getCursor(view.state);
  for (let next = cursor.next(); !next.done && n < MOST; next = cursor.next()) {
    n += 1;
    if (next.value.from === from && next.value.to === to) here = n;
  }
  return n ? word(here ? "found-here" : "found", { n, here }) : word("found-none");
}

function panel(view) {
  const dom = piece("live-find");
  const field = (name) => dom.querySelector(`[name="${name}"]`);
  field("search").setAttribute("main-field", "true"); // what Ctrl+F goes to while the panel is open
  const count = dom.querySelector("[data-count]");
  const show = () => (count.textContent = matches(view));
  const ask = () => {
    const query = new SearchQuery({
      search: field("search").value,
      replace: field("replace").value,
      wholeWord: field("words").checked,
      caseSensitive: field("case").checked,
      literal: true,
    });
    view.dispatch({ effects: setSearchQuery.of(query) });
    show();
  };
  const run = { next: findNext, previous: findPrevious, replace: replaceNext, all: replaceAll, close: closeSearchPanel };
  dom.addEventListener("input", ask);
  dom.addEventListener("click", (event) => {
    const command = event.target.closest("[data-find]")?.dataset.find;
    if (command) run[command](view);
    if (command && command !== "close") show();
  });
  dom.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeSearchPanel(view);
    else if (event.key === "Enter" && event.target.name === "search") (event.shiftKey ? findPrevious : findNext)(view);
    else if (event.key === "Enter" && event.target.name === "replace") replaceNext(view);
    else return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Enter") show();
  });
  for (const element of dom.querySelectorAll("[data-replacing]")) element.hidden = view.state.readOnly;
  return {
    dom,
    top: true,
    mount() {
      const { search: wished } = getSearchQuery(view.state);
      field("search").value = wished;
      field("search").select();
      queueMicrotask(show); // the panel is put up in the middle of an update
    },
  };
}

export const openFind = (view) => openSearchPanel(view);

export function find() {
  return [
    search({ createPanel: panel, top: true }),
    keymap.of([
      { key: "Mod-f", run: openSearchPanel, preventDefault: true },
      { key: "Mod-g", run: findNext, shift: findPrevious, preventDefault: true },
      { key: "F3", run: findNext, shift: findPrevious, preventDefault: true },
    ]),
  ];
}
