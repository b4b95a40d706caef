// "Saved 14:32" is said only when the server has acknowledged every update of this page (socket.js says what counts),
// "kept here" only when this browser's store has taken every one.
import * as idb from "lib0/indexeddb";
import { ObservableV2 } from "lib0/observable";

const PATIENCE = 3000; // ms before a first connection that does not come is called "offline"
const CALM = 500; // ms without a new edit before "Saving…" turns into "Saved": less flicker, and never too early

export class Saving extends ObservableV2 {
  constructor({ doc, socket, kept, mayWrite }) {
    super();
    Object.assign(this, { socket, kept, reading: !mayWrite, unsaved: false, savedAt: null, stored: true, full: false, over: false, impatient: false });
    doc.on("update", (_update, origin) => {
      if (origin === socket || origin === kept) return;
      this.unsaved = true;
      this.store();
      this.look();
    });
    for (const event of ["acknowledged", "status", "sync", "closed"]) socket.on(event, () => this.look());
    kept.on("synced", () => this.look());
    socket.on("closed", () => {
      this.over = true;
      this.look();
    });
    this.timers = [setTimeout(() => this.look((this.impatient = true)), PATIENCE)];
  }

  // The copy listens to the document too and has been asked to write just now; a store works in order.
  async store() {
    const { db } = this.kept;
    if (!db) return;
    this.storing = (this.storing ?? 0) + 1;
    const mine = this.storing;
    this.stored = false;
    try {
      const [updates] = idb.transact(db, ["updates"], "readonly");
      await idb.count(updates);
      this.stored = mine === this.storing;
    } catch {
      this.full = true; // no room, or the store was taken away
    }
    this.look();
  }

  look() {
    if (this.socket.settled) {
      this.unsaved = false;
      this.savedAt = new Date();
    }
    clearTimeout(this.calming);
    const now = this.state();
    if (now === "saved" && this.said === "saving") this.calming = setTimeout(() => this.say(this.state()), CALM);
    else this.say(now);
  }

  state() {
    if (this.over) return this.unsaved ? "unsent" : "closed";
    if (this.socket.settled) return "saved";
    if (this.reading && this.socket.synced) return "live";
    if (this.socket.wsconnected) return this.unsaved || this.savedAt ? "saving" : "connecting";
    if (!this.savedAt && !this.impatient && navigator.onLine) return "connecting";
    if (!this.kept.synced || this.full) return "lost";
    return this.stored ? "kept" : "saving";
  }

  say(state) {
    if (state === this.said && state !== "saved") return;
    this.said = state;
    this.emit("state", [state]);
  }

  destroy() {
    for (const timer of [...this.timers, this.calming]) clearTimeout(timer);
    super.destroy();
  }
}
