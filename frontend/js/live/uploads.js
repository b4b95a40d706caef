// Pictures by paste, drop or button: a bar shows the progress where the picture will stand; it moves with the text.
import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, WidgetType } from "@codemirror/view";
import { say } from "./status.js";
import { csrf } from "./request.js";
import { word } from "./words.js";

const begin = StateEffect.define({ map: ({ at, widget }, changes) => ({ at: changes.mapPos(at), widget }) });
const finish = StateEffect.define();

class Progress extends WidgetType {
  constructor(name) {
    super();
    this.bar = document.createElement("progress");
    this.bar.max = 1;
    this.dom = document.createElement("span");
    this.dom.className = "md-upload";
    this.dom.setAttribute("aria-hidden", "true");
    this.dom.append(word("uploading", { name }), this.bar);
  }

  eq(other) {
    return other === this;
  }

  toDOM() {
    return this.dom;
  }
}

const going = StateField.define({
  create: () => Decoration.none,
  update(bars, transaction) {
    let next = bars.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (effect.is(begin)) {
        const { at, widget } = effect.value;
        next = next.update({ add: [Decoration.widget({ widget, side: 1 }).range(at)] });
      } else if (effect.is(finish)) {
        next = next.update({ filter: (_from, _to, { spec }) => spec.widget !== effect.value });
      }
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

function placeOf(view, widget) {
  let place = null;
  view.state.field(going).between(0, view.state.doc.length, (from, _to, { spec }) => {
    if (spec.widget === widget) place = from;
  });
  return place;
}

function send(url, file, onProgress) {
  return new Promise((resolve, reject) => {
    const body = new FormData();
    body.append("file", file, file.name || "picture.png");
    const request = new XMLHttpRequest(); // fetch tells nothing about what has been sent
    request.open("POST", url);
    request.setRequestHeader("X-CSRFToken", csrf());
    request.responseType = "json";
    request.upload.addEventListener("progress", ({ loaded, total }) => onProgress(loaded / total));
    request.addEventListener("load", () => {
      if (request.status < 300 && request.response?.markdown) resolve(request.response.markdown);
      else reject(new Error(request.response?.error ?? word("upload-failed")));
    });
    request.addEventListener("error", () => reject(new Error(word("upload-failed"))));
    request.send(body);
  });
}

async function upload(session, view, file, at) {
  const widget = new Progress(file.name);
  view.dispatch({ effects: begin.of({ at, widget }) });
  say(session, word("uploading", { name: file.name }));
  try {
    const markdown = await send(session.root.dataset.uploadUrl, file, (part) => (widget.bar.value = part));
    const place = placeOf(view, widget) ?? view.state.doc.length;
    const line = view.state.doc.lineAt(place);
    const insert = line.text.trim() ? `\n\n${markdown}\n` : `${markdown}\n`;
    view.dispatch({ changes: { from: line.text.trim() ? line.to : place, insert }, effects: finish.of(widget), userEvent: "input.paste" });
    say(session, word("uploaded", { name: file.name }));
  } catch (error) {
    view.dispatch({ effects: finish.of(widget) });
    tell(session, error.message);
  }
}

function tell(session, sentence) {
  say(session, sentence);
  const place = session.root.querySelector("[data-live-trouble]");
  if (!place) return;
  place.textContent = sentence;
  place.hidden = false;
  setTimeout(() => (place.hidden = true), 8000);
}

export function take(session, view, files, at = view.state.selection.main.head) {
  if (view.state.readOnly || !session.root.dataset.uploadUrl || !files.length) return false;
  for (const file of files) upload(session, view, file, at);
  return true;
}

export function uploads(session) {
  return [
    going,
    EditorView.domEventHandlers({
      paste: (event, view) => {
        const files = [...(event.clipboardData?.files ?? [])];
        return files.length > 0 && !event.clipboardData.getData("text/plain") && take(session, view, files);
      },
      drop: (event, view) => {
        const at = view.posAtCoords({ x: event.clientX, y: event.clientY });
        const taken = take(session, view, [...(event.dataTransfer?.files ?? [])], at ?? undefined);
        if (taken) event.preventDefault();
        return taken;
      },
    }),
  ];
}
