// One live document on the page: the text, who is here, the connection, the copy kept in this browser, the sections.
// Everything else listens: "open" (there is text to show, or other sections), "focus" and "edited" (a section), "state" (see saving.js).
import { ObservableV2 } from "lib0/observable";
import { IndexeddbPersistence } from "y-indexeddb";
import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { Saving } from "./saving.js";
import { Section } from "./section.js";
import { Socket } from "./socket.js";

const PATIENCE = 8000; // ms without any text to show

export class Session extends ObservableV2 {
  constructor(root, nonce) {
    super();
    const { document: uuid, rights, socket, userId, userName } = root.dataset;
    this.root = root;
    this.nonce = nonce;
    this.mayWrite = rights === "write";
    this.ending = new AbortController();
    this.doc = new Y.Doc();
    this.awareness = new Awareness(this.doc);
    this.awareness.setLocalStateField("user", { id: userId, name: userName, color: root.dataset.userColor });
    // Another person on this computer must not send what the last one left unsent as their own.
    this.kept = new IndexeddbPersistence(`live-text:${userId}:${uuid}`, this.doc);
    this.socket = new Socket(socket, this.doc, this.awareness);
    this.saving = new Saving(this);
    this.sections = [...root.querySelectorAll("[data-section]")].map((element) => new Section(this, element));
    this.current = null;
  }

  get signal() {
    return this.ending.signal;
  }

  start() {
    this.root.addEventListener(
      "focusin",
      ({ target }) => {
        const key = target.closest("[data-section-text]")?.dataset.sectionText;
        if (key) this.enter(this.section(key));
      },
      { signal: this.signal },
    );
    this.kept.on("synced", () => this.sections.some(({ text }) => text.length) && this.open());
    this.socket.on("sync", (synced) => synced && this.open());
    this.socket.connect();
    // Where websockets do not get through, every section still is a form.
    const offerForms = () => this.root.classList.toggle("cannot-connect", !this.isOpen);
    this.patience = setTimeout(offerForms, PATIENCE);
  }

  // Before that the page shows what the server rendered: nobody should write into a text that is not there yet.
  open() {
    if (this.isOpen) return;
    this.isOpen = true;
    this.root.classList.remove("cannot-connect");
    const waiting = [...this.sections];
    const next = () => {
      if (this.signal.aborted) return;
      waiting.shift()?.open();
      if (waiting.length) setTimeout(next);
      else this.emit("open", []);
    };
    next();
  }

  section(key) {
    return this.sections.find((section) => section.key === key);
  }

  // The cursor is in this section now.
  enter(section) {
    this.current = section;
    this.emit("focus", [section]);
  }

  // The text stays readable; nothing can be typed any more.
  freeze() {
    this.mayWrite = false;
    for (const section of this.sections) section.freeze();
  }

  end() {
    this.ending.abort();
    clearTimeout(this.patience);
    for (const section of this.sections) section.close();
    this.saving.destroy();
    this.socket.destroy();
    this.doc.destroy(); // and with it the copy's connection
  }
}
