// Wording that judges people, underlined quietly while one writes: on hover, or by F8, it says why and asks a question.
// It holds nothing up, and whoever does not want it turns it off (remembered on this device).
import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, hoverTooltip, keymap, showTooltip } from "@codemirror/view";
import { postText } from "./request.js";
import { say } from "./status.js";
import { piece, word } from "./words.js";

const PAUSE = 900; // ms after the last key
const OFF = "wording-off";
const found = StateEffect.define();
const shown = StateEffect.define(); // a finding whose words F8 went to, or null

function isOff() {
  try {
    return localStorage.getItem(OFF) === "1";
  } catch {
    return false; // storage is forbidden here
  }
}

const marks = StateField.define({
  create: () => Decoration.none,
  update(old, transaction) {
    for (const effect of transaction.effects) if (effect.is(found)) return drawn(transaction.state, effect.value);
    return old.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

function drawn({ doc }, findings) {
  const inside = findings.filter(({ start, end }) => start < end && end <= doc.length);
  return Decoration.set(
    inside.map((finding) => Decoration.mark({ class: "remarked", finding }).range(finding.start, finding.end)),
    true,
  );
}

function findingAt(state, at) {
  let hit = null;
  state.field(marks).between(at, at, (from, to, { spec }) => {
    hit ??= { from, to, finding: spec.finding };
  });
  return hit;
}

function tooltip({ from, to, finding }) {
  const create = () => {
    const dom = piece("live-remark");
    dom.querySelector("[data-why]").textContent = finding.why;
    dom.querySelector("[data-ask]").textContent = finding.ask;
    return { dom };
  };
  return { pos: from, end: to, above: false, create };
}

const onHover = hoverTooltip((view, at) => {
  const hit = findingAt(view.state, at);
  return hit && tooltip(hit);
});

const byKey = StateField.define({
  create: () => null,
  update(old, { effects, selection, docChanged }) {
    for (const effect of effects) if (effect.is(shown)) return effect.value && tooltip(effect.value);
    return selection || docChanged ? null : old;
  },
  provide: (field) => showTooltip.from(field),
});

function next(session) {
  return (view) => {
    const all = [];
    view.state.field(marks).between(0, view.state.doc.length, (from, to, { spec }) => {
      all.push({ from, to, finding: spec.finding });
    });
    const hit = all.find(({ from }) => from > view.state.selection.main.head) ?? all[0];
    if (!hit) return false;
    view.dispatch({ selection: { anchor: hit.from }, effects: shown.of(hit), scrollIntoView: true });
    say(session, `${hit.finding.why} ${hit.finding.ask}`);
    return true;
  };
}

function dismiss(view) {
  if (!view.state.field(byKey)) return false;
  view.dispatch({ effects: shown.of(null) });
  return true;
}

export function wording(session) {
  if (!session.mayWrite || !session.root.dataset.wordingUrl) return [];
  return [marks, byKey, onHover, keymap.of([{ key: "F8", run: next(session) }, { key: "Escape", run: dismiss }])];
}

export function install(session) {
  const url = session.root.dataset.wordingUrl;
  if (!url || !session.mayWrite) return;
  const timers = new Map();

  async function check({ view, text }) {
    const asked = text.toString();
    const answer = isOff() || !asked ? null : await postText(url, asked).catch(() => null);
    if (answer && !answer.ok) return;
    const findings = answer ? (await answer.json()).findings : [];
    if (text.toString() === asked) view?.dispatch({ effects: found.of(findings) });
  }
  const later = (section) => {
    clearTimeout(timers.get(section));
    if (section === session.current) timers.set(section, setTimeout(() => check(section), PAUSE));
  };
  const turn = () => {
    try {
      localStorage.setItem(OFF, isOff() ? "0" : "1");
    } catch {
      // not remembered
    }
    say(session, word(isOff() ? "wording-off" : "wording-on"));
    look();
    session.sections.forEach(check);
  };
  const look = () => {
    for (const box of document.querySelectorAll("[data-wording]")) box.checked = !isOff();
  };
  session.on("focus", (section) => {
    later(section);
    look();
  });
  session.on("edited", later);
  document.addEventListener("change", ({ target }) => target.matches("[data-wording]") && turn(), { signal: session.signal });
}
