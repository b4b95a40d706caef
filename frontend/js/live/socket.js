// The y-websocket provider, and what our server adds to it: how many of our updates are durable (message 20),
// that something beside the text changed (message 21), and close codes that say why.
import * as decoding from "lib0/decoding";
import { WebsocketProvider } from "y-websocket";

const SYNC = 0;
const ANSWER = 1;
const UPDATE = 2;
const ACKNOWLEDGED = 20;
const CHANGED = 21;
const LONGEST_PAUSE = 4000; // ms between two attempts to connect again

// The server first asks what we lack (sync step 1), and our answer (step 2) holds whatever was written while there was
// no connection. Updates from before that answer are part of it and are not sent on their own; so the first
// acknowledgement says that the answer is durable, and a later one how many of the updates sent since.
class CountingSocket extends WebSocket {
  answered = false;
  sent = 0;

  send(data) {
    const [kind, step] = data;
    if (kind === SYNC && step === UPDATE) {
      if (!this.answered) return;
      this.sent += 1;
    } else if (kind === SYNC && step === ANSWER) {
      this.answered = true;
    }
    super.send(data);
  }
}

export class Socket extends WebsocketProvider {
  constructor(address, doc, awareness) {
    super(location.origin.replace(/^http/, "ws"), "", doc, {
      awareness,
      connect: false,
      disableBc: true, // what another tab shows must have been on the server first
      maxBackoffTime: LONGEST_PAUSE,
      WebSocketPolyfill: CountingSocket,
    });
    this.address = new URL(address, location.href).href.replace(/^http/, "ws");
    this.acknowledged = null;
    this.messageHandlers[ACKNOWLEDGED] = (_encoder, decoder) => {
      this.acknowledged = decoding.readVarUint(decoder);
      this.emit("acknowledged", []);
    };
    this.messageHandlers[CHANGED] = (_encoder, decoder) => this.emit("changed", [decoding.readVarString(decoder)]);
    this.on("status", ({ status }) => {
      if (status === "connecting") this.acknowledged = null; // each connection counts anew
    });
    this.whileOnline();
  }

  get url() {
    return this.address;
  }

  // Everything that this page knew when it last sent something is on the server's disk.
  get settled() {
    return this.wsconnected && this.synced && this.acknowledged !== null && this.acknowledged >= this.ws.sent;
  }

  // A browser that knows that it has lost the network need not wait for a timeout.
  whileOnline() {
    this.leave = () => this.disconnect();
    this.comeBack = () => !this.refused && this.connect();
    addEventListener("offline", this.leave);
    addEventListener("online", this.comeBack);
    this.on("closed", () => {
      this.refused = true;
    });
  }

  destroy() {
    removeEventListener("offline", this.leave);
    removeEventListener("online", this.comeBack);
    super.destroy();
  }
}
