// What the toolbar and its keys do: marks around words, marks before lines, and pieces of Markdown put in.
import { EditorSelection } from "@codemirror/state";

const ANY_MARK = /^(#{1,6} |[-*+] (\[[ xX]\] )?|\d+[.)] |> )/;

// Puts marks around each selection (or the word the cursor stands in), or takes them away.
function around(open, close = open) {
  return (view) => {
    if (view.state.readOnly) return false;
    const { state } = view;
    const change = state.changeByRange((range) => {
      const word = range.empty ? state.wordAt(range.head) : null;
      const { from, to } = word ?? range;
      const before = state.sliceDoc(from - open.length, from);
      const after = state.sliceDoc(to, to + close.length);
      const shift = (by) => EditorSelection.range(range.anchor + by, range.head + by);
      if (before === open && after === close && !doubled(state, from, to, open)) {
        const changes = [{ from: from - open.length, to: from }, { from: to, to: to + close.length }];
        return { changes, range: shift(-open.length) };
      }
      return { changes: [{ from, insert: open }, { from: to, insert: close }], range: shift(open.length) };
    });
    view.dispatch(state.update(change, { scrollIntoView: true, userEvent: "input" }));
    view.focus();
    return true;
  };
}

// "*" inside "**" belongs to bold, not to italic.
function doubled(state, from, to, mark) {
  if (mark !== "*") return false;
  const stars = (text) => text.match(/^\*+/)?.[0].length ?? 0;
  const before = [...state.sliceDoc(Math.max(0, from - 3), from)].reverse().join("");
  return stars(before) === 2 && stars(state.sliceDoc(to, to + 3)) === 2;
}

// Puts a mark before every line of the selection in place of the mark it had, or takes it away.
function before(mark) {
  return (view) => {
    const { state } = view;
    if (state.readOnly) return false;
    const { from, to } = state.selection.main;
    const first = state.doc.lineAt(from).number;
    const last = state.doc.lineAt(to).number;
    const lines = Array.from({ length: last - first + 1 }, (_, n) => state.doc.line(first + n));
    const marked = lines.every((line, n) => line.text.startsWith(mark(n + 1)) && ANY_MARK.exec(line.text)[0] === mark(n + 1));
    const changes = lines.map((line, n) => {
      const old = ANY_MARK.exec(line.text)?.[0].length ?? 0;
      return { from: line.from, to: line.from + old, insert: marked ? "" : mark(n + 1) };
    });
    view.dispatch({ changes, scrollIntoView: true, userEvent: "input" });
    if (from === to) moveBehindMark(view, first);
    view.focus();
    return true;
  };
}

function moveBehindMark(view, number) {
  const line = view.state.doc.line(number);
  const mark = ANY_MARK.exec(line.text)?.[0].length ?? 0;
  if (view.state.selection.main.head < line.from + mark) view.dispatch({ selection: { anchor: line.from + mark } });
}

export function insertBlock(view, text, { select } = {}) {
  const { state } = view;
  if (state.readOnly) return false;
  const line = state.doc.lineAt(state.selection.main.head);
  const blank = line.text.trim() === "";
  const from = blank ? line.from : line.to;
  const above = blank ? (line.number > 1 && state.doc.line(line.number - 1).text.trim() ? "\n" : "") : "\n\n";
  const below = line.number < state.doc.lines && state.doc.line(line.number + 1).text.trim() ? "\n" : "";
  const start = from + above.length;
  const [anchor, head] = select ? [start + select[0], start + select[1]] : [start + text.length, start + text.length];
  const changes = { from, to: line.to, insert: above + text + below };
  view.dispatch({ changes, selection: { anchor, head }, scrollIntoView: true, userEvent: "input" });
  view.focus();
  return true;
}

function link(view) {
  const { state } = view;
  if (state.readOnly) return false;
  const range = state.wordAt(state.selection.main.head) ?? state.selection.main;
  const { from, to } = state.selection.main.empty ? range : state.selection.main;
  const inside = state.sliceDoc(from, to);
  const isAddress = /^https?:\/\/\S+$/.test(inside);
  const insert = isAddress ? `[](${inside})` : `[${inside}](https://)`;
  const start = from + (isAddress ? 1 : inside.length + 3);
  const selection = { anchor: start, head: isAddress ? start : start + "https://".length };
  view.dispatch({ changes: { from, to, insert }, selection, scrollIntoView: true, userEvent: "input" });
  view.focus();
  return true;
}

// Ticks the box of the line the cursor is in.
export function tick(view, at = view.state.selection.main.head) {
  const line = view.state.doc.lineAt(at);
  const found = /^(\s*(?:[-*+]|\d+[.)]) \[)([ xX])\]/.exec(line.text);
  if (!found || view.state.readOnly) return false;
  const from = line.from + found[1].length;
  view.dispatch({ changes: { from, to: from + 1, insert: found[2] === " " ? "x" : " " }, userEvent: "input" });
  return true;
}

// Enter on an empty item ends the list and leaves a blank line: without it what follows would belong to the item.
function endList(view) {
  const { main } = view.state.selection;
  const line = view.state.doc.lineAt(main.head);
  if (view.state.readOnly || !main.empty || main.head !== line.to) return false;
  if (line.number === 1 || !/^(?:(?:[-*+]|\d+[.)]) (?:\[[ xX]\] )?|> )$/.test(line.text)) return false;
  const changes = { from: line.from, to: line.to, insert: "\n" };
  view.dispatch({ changes, selection: { anchor: line.from + 1 }, scrollIntoView: true, userEvent: "input" });
  return true;
}

function heading(level) {
  return before(() => `${"#".repeat(level)} `);
}

export const commands = {
  bold: around("**"),
  italic: around("*"),
  strike: around("~~"),
  code: around("`"),
  heading: heading(3),
  subheading: heading(4),
  list: before(() => "- "),
  numbers: before((n) => `${n}. `),
  task: before(() => "- [ ] "),
  quote: before(() => "> "),
  link,
  block: (view) => insertBlock(view, "```\n\n```", { select: [4, 4] }),
  rule: (view) => insertBlock(view, "---\n"),
};

export const keys = [
  { key: "Enter", run: endList },
  { key: "Mod-b", run: commands.bold, preventDefault: true },
  { key: "Mod-i", run: commands.italic, preventDefault: true },
  { key: "Mod-e", run: commands.code, preventDefault: true },
  { key: "Mod-k", run: commands.link, preventDefault: true, stopPropagation: true },
  { key: "Mod-Shift-x", run: commands.strike },
  { key: "Mod-Alt-3", run: commands.heading },
  { key: "Mod-Alt-4", run: commands.subheading },
  { key: "Mod-Shift-7", run: commands.numbers },
  { key: "Mod-Shift-8", run: commands.list },
  { key: "Mod-Shift-9", run: commands.task },
  { key: "Mod-Shift-.", run: commands.quote },
  { key: "Mod-Enter", run: (view) => tick(view) },
];
