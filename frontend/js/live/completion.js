// @people, INC-/PM-/ACT- keys, and "/" at the start of a line for pieces to put in.
import { autocompletion, completionKeymap, insertCompletionText } from "@codemirror/autocomplete";
import { Prec } from "@codemirror/state";
import { keymap } from "@codemirror/view";
import { commands, insertBlock } from "./commands.js";
import { insertTable } from "./tables.js";
import { piece, word } from "./words.js";

const LIVE = ["timeline", "actions", "factors", "metrics"];
const PIECES = {
  heading: commands.heading,
  list: commands.list,
  task: commands.task,
  quote: commands.quote,
  table: insertTable,
  block: commands.block,
};

function put(apply) {
  return (view, _completion, from, to) => {
    view.dispatch({ changes: { from, to } });
    apply(view);
  };
}

const live = (name) => put((view) => insertBlock(view, `{{${name}}}\n`));

function slash(context) {
  const typed = context.matchBefore(/^\s*\/\p{L}*$/u);
  if (!typed) return null;
  const from = typed.from + typed.text.indexOf("/");
  const options = [
    ...LIVE.map((name) => ({ label: `/${name}`, displayLabel: word(name), detail: word("live-detail"), type: name, apply: live(name) })),
    ...Object.entries(PIECES).map(([name, apply]) => ({ label: `/${name}`, displayLabel: word(`put-${name}`), type: name, apply: put(apply) })),
  ];
  return { from, options, validFor: /^\/\p{L}*$/u };
}

function names(url) {
  return async (context) => {
    const typed = context.matchBefore(/(?:(?<![\w@])@[\w.-]*|(?<!\w)(?:INC|PM|ACT)-\w*)$/i);
    if (!typed || !url) return null;
    const aborting = new AbortController();
    context.addEventListener("abort", () => aborting.abort(), { onDocChange: true });
    try {
      const answer = await fetch(`${url}?q=${encodeURIComponent(typed.text)}`, { signal: aborting.signal });
      if (!answer.ok) return null;
      const { items } = await answer.json();
      return { from: typed.from, options: items.map(option), filter: false };
    } catch {
      return null; // without a connection one types the whole of it
    }
  };
}

function option({ insert, label, kind }) {
  const apply = (view, completion, from, to) => view.dispatch(insertCompletionText(view.state, `${insert} `, from, to));
  return { label: insert, displayLabel: kind === "person" ? label : insert, detail: kind === "person" ? insert : label, type: kind, apply };
}

function icon({ type }) {
  const found = piece(`live-icon-${type}`) ?? document.createElement("span");
  found.classList?.add("completion-icon");
  return found;
}

export function completion(session) {
  return [
    autocompletion({
      override: [slash, names(session.root.dataset.completeUrl)],
      icons: false,
      addToOptions: [{ render: icon, position: 20 }],
      defaultKeymap: false,
      activateOnTypingDelay: 80,
      tooltipClass: () => "completions",
    }),
    Prec.highest(keymap.of(completionKeymap.filter(({ key }) => key !== "Ctrl-Space"))),
  ];
}
