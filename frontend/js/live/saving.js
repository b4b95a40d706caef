// "Saved 14:32" is said only when the server has acknowledged every update of this page; see socket.js for what counts.
import { ObservableV2 } from "lib0/observable";

const PATIENCE = 3000; // ms before a first connection that does not come is called "offline"
const CALM = 500; // ms without a new edit before "Saving…" turns into "Saved": less flicker, and never too early

export class Saving extends ObservableV2 {
  constructor({ doc, socket, kept, mayWrite }) {
    super();
    Object.assign(this, { socket, kept, reading: !mayWrite, unsaved: false, savedAt: null, over: false, impatient: false });
    doc.on("update", (_update, origin) => {
      if (origin === socket || origin === kept) return;
      this.unsaved = true;
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
    return this.kept.synced ? "kept" : "lost"; // "kept" only where the browser has opened its store
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
