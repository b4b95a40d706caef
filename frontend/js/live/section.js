// A section of the page and its editor. The rendered HTML of the server stands there until the editor does.
import { Compartment, EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import * as Y from "yjs";
import { extensions } from "./editor.js";

export class Section {
  constructor(session, element) {
    this.session = session;
    this.element = element;
    this.key = element.dataset.section;
    this.heading = element.querySelector("h2").textContent.trim();
    this.text = session.doc.getText(this.key);
    this.writable = new Compartment();
  }

  open() {
    const { element, text, session } = this;
    this.undo = new Y.UndoManager(text);
    this.view = new EditorView({
      state: EditorState.create({
        doc: text.toString(),
        extensions: [this.writable.of(this.rights()), extensions(this)],
      }),
    });
    element.querySelector("[data-body]").append(this.view.dom);
    element.classList.add("is-live");
    this.observe = () => {
      this.looks();
      session.emit("edited", [this]);
    };
    text.observe(this.observe);
    this.looks();
  }

  rename(heading) {
    if (heading === this.heading) return;
    this.heading = heading;
    this.element.querySelector("h2").textContent = heading;
    this.view?.dispatch({}); // its label follows
  }

  rights() {
    const may = this.session.mayWrite;
    return [EditorState.readOnly.of(!may), EditorView.editable.of(may)];
  }

  freeze() {
    this.view?.dispatch({ effects: this.writable.reconfigure(this.rights()) });
  }

  get isWritten() {
    return this.text.length > 0 && this.text.toString().trim() !== "";
  }

  looks() {
    this.element.classList.toggle("is-empty", this.text.length === 0);
  }

  // The section before (-1) or after (1) this one.
  neighbour(step) {
    const all = this.session.sections;
    return all[all.indexOf(this) + step];
  }

  focus(atEnd = false) {
    const { view } = this;
    view.focus();
    view.dispatch({ selection: { anchor: atEnd ? view.state.doc.length : 0 }, scrollIntoView: true });
  }

  close() {
    if (!this.view) return;
    this.text.unobserve(this.observe);
    this.undo.destroy();
    this.view.destroy();
  }
}
