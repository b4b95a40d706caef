// Pieces that stand for whole lines while nobody of this page writes in them: tables, pictures, live blocks.
import { ensureSyntaxTree } from "@codemirror/language";
import { Facet, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, keymap, ViewPlugin, WidgetType } from "@codemirror/view";
import { activeLines } from "./looks.js";
import { cellsOf } from "./tables.js";
import { post } from "./request.js";
import { piece } from "./words.js";

const LIVE = /^\s*\{\{\s*(timeline|actions|factors|metrics)\s*\}\}\s*$/;
const PICTURE = /^!\[([^\]]*)\]\((\/[^\s)]+|https?:[^\s)]+)\)$/;
const PARSING = 50; // ms at most
const focused = StateEffect.define();

class Table extends WidgetType {
  constructor(source) {
    super();
    this.source = source;
  }

  eq(other) {
    return other.source === this.source;
  }

  toDOM(view) {
    const table = document.createElement("table");
    const { head, rows, aligns } = cellsOf(this.source);
    const row = (cells, tag) => {
      const line = document.createElement("tr");
      cells.forEach(({ text, at }, n) => {
        const cell = document.createElement(tag);
        if (aligns[n]) cell.className = `align-${aligns[n]}`;
        cell.textContent = text.replace(/\*\*|`|(?<!\w)[*_]|[*_](?!\w)/g, "");
        cell.dataset.at = at;
        line.append(cell);
      });
      return line;
    };
    const [top, body] = [document.createElement("thead"), document.createElement("tbody")];
    top.append(row(head, "th"));
    body.append(...rows.map((cells) => row(cells, "td")));
    table.append(top, body);
    const frame = document.createElement("div");
    frame.className = "md-table prose";
    frame.append(table);
    frame.addEventListener("mousedown", (event) => {
      const cell = event.target.closest("[data-at]");
      if (view.state.readOnly || !cell) return;
      event.preventDefault();
      view.focus();
      view.dispatch({ selection: { anchor: view.posAtDOM(frame) + Number(cell.dataset.at) } });
    });
    return frame;
  }

  ignoreEvent() {
    return true;
  }
}

class Picture extends WidgetType {
  constructor(url, name) {
    super();
    Object.assign(this, { url, name });
  }

  eq(other) {
    return other.url === this.url && other.name === this.name;
  }

  toDOM() {
    const frame = document.createElement("div");
    frame.className = "md-picture";
    const image = document.createElement("img");
    image.src = this.url;
    image.alt = this.name;
    frame.append(image);
    return frame;
  }
}

// What such a line shows when it is read, from the same place as the preview, and anew whenever that data changes.
class Live extends WidgetType {
  constructor(name, session) {
    super();
    Object.assign(this, { name, session });
  }

  eq(other) {
    return other.name === this.name;
  }

  toDOM(view) {
    const block = piece(`live-block-${this.name}`);
    block.classList.add("md-live");
    const body = block.querySelector("[data-shown]");
    const show = async () => {
      const answer = await post(this.session.root.dataset.previewUrl, { markdown: `{{${this.name}}}` }).catch(() => null);
      if (!answer?.ok) return;
      body.innerHTML = await answer.text(); // what our own server rendered and cleaned
      for (const each of body.querySelectorAll("[id]")) each.removeAttribute("id");
      view.requestMeasure();
    };
    this.listen = (topic) => block.isConnected && (topic === this.name || this.name === "metrics") && show();
    this.session.socket.on("changed", this.listen);
    show();
    return block;
  }

  destroy() {
    this.session.socket.off("changed", this.listen);
  }

  ignoreEvent(event) {
    return event.type !== "mousedown" || Boolean(event.target.closest("a"));
  }
}

function find(state, hasFocus, session) {
  const found = [];
  const isActive = activeLines(state, hasFocus);
  const whole = (from, to, widget) => found.push(Decoration.replace({ widget, block: true }).range(from, to));
  ensureSyntaxTree(state, state.doc.length, PARSING)?.iterate({
    enter({ name, from, to }) {
      if (name !== "Table" || isActive(from, to)) return;
      const [start, end] = [state.doc.lineAt(from).from, state.doc.lineAt(to).to];
      whole(start, end, new Table(state.sliceDoc(start, end)));
    },
  });
  for (let n = 1; n <= state.doc.lines; n += 1) {
    const { text, from, to } = state.doc.line(n);
    const live = LIVE.exec(text);
    const picture = live ? null : PICTURE.exec(text.trim());
    if (live && !isActive(from, to)) whole(from, to, new Live(live[1], session));
    if (!picture) continue;
    const widget = new Picture(picture[2], picture[1]);
    if (isActive(from, to)) found.push(Decoration.widget({ widget, block: true, side: 1 }).range(to));
    else whole(from, to, widget);
  }
  return Decoration.set(found, true);
}

const session = Facet.define({ combine: ([first]) => first });

const field = StateField.define({
  create: (state) => ({ hasFocus: false, shown: find(state, false, state.facet(session)) }),
  update(value, transaction) {
    let { hasFocus } = value;
    for (const effect of transaction.effects) if (effect.is(focused)) hasFocus = effect.value;
    if (!transaction.docChanged && !transaction.selection && hasFocus === value.hasFocus) return value;
    return { hasFocus, shown: find(transaction.state, hasFocus, transaction.state.facet(session)) };
  },
  provide: (own) => EditorView.decorations.from(own, ({ shown }) => shown),
});

const watchFocus = ViewPlugin.define((view) => ({
  update(update) {
    if (update.focusChanged) queueMicrotask(() => view.dispatch({ effects: focused.of(view.hasFocus) }));
  },
}));

// An arrow goes into what stands for lines, instead of over it.
function into(step) {
  return (view) => {
    const { main } = view.state.selection;
    const { number } = view.state.doc.lineAt(main.head);
    const next = number + step;
    if (!main.empty || next < 1 || next > view.state.doc.lines) return false;
    const line = view.state.doc.line(next);
    let covered = false;
    view.state.field(field).shown.between(line.from, line.to, (from, to) => {
      covered ||= from <= line.from && to >= line.to && from < to;
    });
    if (covered) view.dispatch({ selection: { anchor: line.from }, scrollIntoView: true, userEvent: "select" });
    return covered;
  };
}

const arrows = [
  { key: "ArrowUp", run: into(-1) },
  { key: "ArrowDown", run: into(1) },
];

export const blocks = (own) => [session.of(own), field, watchFocus, keymap.of(arrows)];
