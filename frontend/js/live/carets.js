// Where the others are: their cursor with a name, their selection, in a colour of the house (never a style attribute).
// The wire form is that of y-codemirror, so that other clients of the same text show and are shown.
import { Annotation } from "@codemirror/state";
import { Decoration, ViewPlugin, WidgetType } from "@codemirror/view";
import * as Y from "yjs";
import { hues } from "./hues.js";

const moved = Annotation.define();
const NAME_SHOWN = 2500; // ms after a cursor has moved

class Caret extends WidgetType {
  constructor(name, hue, at) {
    super();
    Object.assign(this, { name, hue, at });
  }

  eq(other) {
    return other.name === this.name && other.hue === this.hue && other.at === this.at;
  }

  toDOM() {
    const caret = document.createElement("span");
    caret.className = `caret caret-${this.hue} caret-moving`;
    caret.setAttribute("aria-hidden", "true"); // who is where is told in the outline
    const flag = document.createElement("span");
    flag.className = "caret-name";
    flag.textContent = this.name;
    caret.append("\u2060", flag, "\u2060");
    setTimeout(() => caret.classList.remove("caret-moving"), NAME_SHOWN);
    return caret;
  }

  ignoreEvent() {
    return true;
  }
}

class Carets {
  constructor(view, section) {
    this.section = section;
    this.awareness = section.session.awareness;
    this.listen = ({ added, updated, removed }) => {
      const others = [...added, ...updated, ...removed].some((id) => id !== this.awareness.clientID);
      if (others) view.dispatch({ annotations: moved.of(true) });
    };
    this.awareness.on("change", this.listen);
    this.decorations = this.draw(view.state);
  }

  update(update) {
    if (update.view.hasFocus && (update.selectionSet || update.focusChanged || update.docChanged)) this.tell(update.state);
    const remote = update.transactions.some((transaction) => transaction.annotation(moved));
    if (remote || update.docChanged) this.decorations = this.draw(update.state);
  }

  tell({ selection: { main } }) {
    const { text, key } = this.section;
    const before = this.awareness.getLocalState();
    const cursor = {
      anchor: Y.createRelativePositionFromTypeIndex(text, main.anchor),
      head: Y.createRelativePositionFromTypeIndex(text, main.head),
    };
    const same =
      before?.cursor &&
      Y.compareRelativePositions(before.cursor.anchor, cursor.anchor) &&
      Y.compareRelativePositions(before.cursor.head, cursor.head);
    if (before && !same) this.awareness.setLocalState({ ...before, cursor, section: key });
  }

  draw(state) {
    const found = [];
    const hueOf = hues(this.awareness);
    for (const [client, { cursor, user }] of this.awareness.getStates()) {
      if (client === this.awareness.clientID || !cursor?.anchor || !cursor?.head) continue;
      const [anchor, head] = [this.place(cursor.anchor), this.place(cursor.head)];
      if (anchor === null || head === null || Math.max(anchor, head) > state.doc.length) continue;
      const [from, to] = anchor < head ? [anchor, head] : [head, anchor];
      const hue = hueOf(client);
      if (from < to) found.push(Decoration.mark({ class: `selected-${hue}` }).range(from, to));
      const widget = new Caret(user?.name ?? "?", hue, head);
      found.push(Decoration.widget({ widget, side: head > anchor ? -1 : 1 }).range(head));
    }
    return Decoration.set(found, true);
  }

  place(relative) {
    const { doc, text } = this.section;
    const found = Y.createAbsolutePositionFromRelativePosition(Y.createRelativePositionFromJSON(relative), text.doc ?? doc);
    return found?.type === text ? found.index : null;
  }

  destroy() {
    this.awareness.off("change", this.listen);
  }
}

export function carets(section) {
  return ViewPlugin.define((view) => new Carets(view, section), { decorations: (plugin) => plugin.decorations });
}
