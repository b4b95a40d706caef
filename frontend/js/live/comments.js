// Comments on a passage: its words are marked, the mark follows every edit, and it lights up with its thread in the rail.
import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, keymap, showTooltip } from "@codemirror/view";
import { anchorOf, placeOf } from "./anchors.js";
import { post } from "./request.js";
import { say } from "./status.js";
import { piece, word } from "./words.js";

const threadsCame = StateEffect.define(); // the threads of this section
const asked = StateEffect.define(); // {from, to} to write a comment on, or null

const marks = StateField.define({
  create: () => Decoration.none,
  update(old, transaction) {
    for (const effect of transaction.effects) if (effect.is(threadsCame)) return drawn(transaction.state, effect.value);
    return old.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

function drawn({ doc }, threads) {
  const found = [];
  for (const { id, place } of threads) {
    if (!place || place.to > doc.length) continue;
    const attributes = { "data-linked": `thread-${id}`, "data-thread": String(id) };
    found.push(Decoration.mark({ class: "commented", attributes }).range(place.from, place.to));
  }
  return Decoration.set(found, true);
}

// The passage that is being commented on; it stays marked while the form has the focus.
const passage = StateField.define({
  create: () => null,
  update(old, { changes, effects }) {
    for (const effect of effects) if (effect.is(asked)) return effect.value;
    if (!old) return null;
    const next = { from: changes.mapPos(old.from, 1), to: changes.mapPos(old.to, -1) };
    return next.from < next.to ? next : null;
  },
  provide: (field) =>
    EditorView.decorations.from(field, (value) =>
      value ? Decoration.set(Decoration.mark({ class: "commented commenting" }).range(value.from, value.to)) : Decoration.none,
    ),
});

// Above what is selected a small button; once it is pressed the form stands there.
function floating(session) {
  const tooltipOf = (state) => {
    const open = state.field(passage);
    const { main } = state.selection;
    if (open) return { pos: open.from, end: open.to, above: false, create: (view) => ({ dom: form(session, view) }) };
    if (main.empty) return null;
    return { pos: main.head, above: main.head <= main.anchor, create: (view) => ({ dom: button(view) }) };
  };
  return StateField.define({
    create: tooltipOf,
    update(old, transaction) {
      const changed = transaction.docChanged || transaction.selection || transaction.effects.some((effect) => effect.is(asked));
      if (!changed) return old;
      const stays = transaction.state.field(passage) && transaction.startState.field(passage) && old;
      const next = tooltipOf(transaction.state);
      return stays && next ? { ...old, pos: next.pos, end: next.end } : next;
    },
    provide: (field) => showTooltip.from(field),
  });
}

function button(view) {
  const dom = piece("live-comment-button");
  dom.addEventListener("mousedown", (event) => event.preventDefault());
  dom.addEventListener("click", () => begin(view));
  return dom;
}

export function begin(view) {
  const { from, to } = view.state.selection.main;
  if (from === to) return false;
  view.dispatch({ effects: asked.of({ from, to }) });
  return true;
}

function form(session, view) {
  const dom = piece("live-comment");
  const field = dom.querySelector("textarea");
  const close = () => {
    view.dispatch({ effects: asked.of(null) });
    view.focus();
  };
  dom.querySelector("[data-quote]").textContent = quoteOf(view);
  dom.querySelector("[data-cancel]").addEventListener("click", close);
  dom.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) dom.requestSubmit();
    else return;
    event.preventDefault();
  });
  dom.addEventListener("submit", async (event) => {
    event.preventDefault();
    const trouble = await send(session, view, new FormData(dom));
    dom.querySelector("[data-trouble]").textContent = trouble;
    if (!trouble) close();
  });
  setTimeout(() => field.focus());
  return dom;
}

function quoteOf(view) {
  const { from, to } = view.state.field(passage);
  return view.state.sliceDoc(from, to);
}

// Returns what went wrong, in a sentence, or "".
async function send(session, view, typed) {
  const section = session.sections.find((each) => each.view === view);
  const { from, to } = view.state.field(passage);
  const fields = {
    text: typed.get("text"),
    section: section.key,
    quote: quoteOf(view),
    ...anchorOf(section.text, from, to),
    ...(typed.get("blocking") ? { blocking: "on" } : {}),
  };
  try {
    const answer = await post(session.root.dataset.commentsUrl, fields);
    const { id, error } = await answer.json();
    if (!answer.ok) return error ?? word("no-comment");
    say(session, word("commented"));
    session.emit("commented", [id]);
    return "";
  } catch {
    return word("no-comment");
  }
}

export function comments(session) {
  if (!session.root.dataset.commentsUrl) return [];
  const shown = EditorView.domEventHandlers({
    click: (event) => {
      const id = event.target.closest(".commented[data-thread]")?.dataset.thread;
      if (id) showThread(id);
    },
  });
  if (session.root.dataset.mayComment === undefined) return [marks, shown];
  const key = { key: "Mod-Alt-m", run: begin, preventDefault: true };
  return [marks, shown, passage, floating(session), keymap.of([key])];
}

// The thread in the rail; the rail turns to the comments first where it shows something else.
function showThread(id) {
  const find = () => document.getElementById(`thread-${id}`);
  const look = () => {
    const thread = find();
    thread?.scrollIntoView({ block: "nearest" });
    for (const other of document.querySelectorAll(".is-shown[id^=thread-]")) other.classList.remove("is-shown");
    thread?.classList.add("is-shown");
    return thread;
  };
  if (look()) return;
  document.getElementById("tab-comments")?.click();
  document.addEventListener("htmx:afterSettle", look, { once: true });
}

export function install(session) {
  const url = session.root.dataset.commentsUrl;
  if (!url) return;
  const refresh = async () => {
    const answer = await fetch(url, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok || session.signal.aborted) return;
    const { threads } = await answer.json();
    for (const { key, text, view } of session.sections) {
      const own = threads.filter(({ section, anchor, resolved }) => section === key && anchor && !resolved);
      const effects = threadsCame.of(own.map(({ id, anchor }) => ({ id, place: placeOf(text, anchor) })));
      view?.dispatch({ effects });
    }
  };
  session.on("open", refresh);
  session.socket.on("changed", (topic) => topic === "comments" && refresh());
  session.socket.on("sync", (synced) => synced && session.isOpen && refresh());
  session.on("commented", async (id) => {
    await refresh();
    document.body.dispatchEvent(new CustomEvent("changed-comments"));
    showThread(id);
  });
  session.on("comment", ({ view }) => begin(view));
  document.addEventListener("click", (event) => toPassage(session, event), { signal: session.signal });
}

// From the quote of a thread in the rail to its words in the text.
function toPassage(session, { target }) {
  const id = target.closest?.(".note-quote")?.closest("[id^=thread-]")?.id.slice("thread-".length);
  if (!id) return;
  for (const { view } of session.sections) {
    view?.state.field(marks, false)?.between(0, view.state.doc.length, (from, to, { spec }) => {
      if (spec.attributes["data-thread"] !== id) return;
      view.focus();
      view.dispatch({ selection: { anchor: from, head: to }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
    });
  }
}
