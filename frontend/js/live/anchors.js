// A passage of a text, in a form that outlives edits: relative positions of Yjs, as base64.
import { fromBase64, toBase64 } from "lib0/buffer";
import * as Y from "yjs";

// The end leans to the left: what is typed right behind the passage does not belong to it.
export function anchorOf(text, from, to) {
  const encode = (index, lean) =>
    toBase64(Y.encodeRelativePosition(Y.createRelativePositionFromTypeIndex(text, index, lean)));
  return { start: encode(from, 0), end: encode(to, -1) };
}

// Where it is now, or null once its words are gone (or for an anchor of another text).
export function placeOf(text, anchor) {
  try {
    const [start, end] = [anchor.start, anchor.end].map((each) =>
      Y.createAbsolutePositionFromRelativePosition(Y.decodeRelativePosition(fromBase64(each)), text.doc),
    );
    const found = start?.type === text && end?.type === text && start.index < end.index;
    return found ? { from: start.index, to: end.index } : null;
  } catch {
    return null;
  }
}
