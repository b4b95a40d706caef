// Tables of Markdown: their cells, Tab from cell to cell, rows and columns that are added or taken away.
import { insertBlock } from "./commands.js";
import { word } from "./words.js";

const ROW = /^\s*\|.*\|\s*$/;
const RULE = /^\s*\|(\s*:?-+:?\s*\|)+\s*$/;

// The cells of one line: what is in them and where they begin; an escaped pipe does not end one.
export function cells(line, offset = 0) {
  const found = [];
  const pipes = [...line.matchAll(/(?<!\\)\|/g)].map(({ index }) => index);
  for (let n = 0; n + 1 < pipes.length; n += 1) {
    const [from, to] = [pipes[n] + 1, pipes[n + 1]];
    const raw = line.slice(from, to);
    const lead = raw.length - raw.trimStart().length;
    const at = raw.trim() ? from + lead : from + Math.min(1, raw.length);
    found.push({ text: raw.trim().replaceAll("\\|", "|"), at: offset + at, end: offset + at + raw.trim().length });
  }
  return found;
}

export function cellsOf(source) {
  const lines = source.split("\n");
  let offset = 0;
  const parts = lines.map((line) => {
    const padded = line.trim().startsWith("|") ? line : `|${line}`;
    const whole = padded.trimEnd().endsWith("|") ? padded : `${padded}|`;
    const row = cells(whole, offset - (padded.length - line.length));
    offset += line.length + 1;
    return row;
  });
  const aligns = (parts[1] ?? []).map(({ text }) => (/-:$/.test(text) ? (text.startsWith(":") ? "center" : "right") : ""));
  return { head: parts[0] ?? [], rows: parts.slice(2), aligns };
}

// The table around the cursor as its lines' numbers, or null.
export function tableAt(state, at = state.selection.main.head) {
  const here = state.doc.lineAt(at).number;
  if (!ROW.test(state.doc.line(here).text)) return null;
  let [first, last] = [here, here];
  while (first > 1 && ROW.test(state.doc.line(first - 1).text)) first -= 1;
  while (last < state.doc.lines && ROW.test(state.doc.line(last + 1).text)) last += 1;
  return last > first && RULE.test(state.doc.line(first + 1).text) ? { first, last, here } : null;
}

function stops(state, { first, last }) {
  const found = [];
  for (let n = first; n <= last; n += 1) {
    if (n === first + 1) continue;
    const { text, from } = state.doc.line(n);
    found.push(...cells(text, from));
  }
  return found;
}

function toCell(step) {
  return (view) => {
    const { state } = view;
    const table = tableAt(state);
    if (!table || state.readOnly) return false;
    const all = stops(state, table);
    const head = state.selection.main.head;
    const now = all.findLastIndex(({ at }) => at <= head);
    const next = all[now + step];
    if (!next) return step > 0 && addRow(view);
    view.dispatch({ selection: { anchor: next.at, head: next.end }, scrollIntoView: true });
    return true;
  };
}

const emptyRow = (columns) => `|${"  |".repeat(columns)}`;

export function addRow(view) {
  const { state } = view;
  const table = tableAt(state);
  if (!table) return false;
  const line = state.doc.line(Math.max(table.here, table.first + 1));
  const columns = cells(state.doc.line(table.first).text).length;
  const changes = { from: line.to, insert: `\n${emptyRow(columns)}` };
  view.dispatch({ changes, selection: { anchor: line.to + 3 }, scrollIntoView: true, userEvent: "input" });
  view.focus();
  return true;
}

export function addColumn(view) {
  const { state } = view;
  const table = tableAt(state);
  if (!table) return false;
  const changes = [];
  for (let n = table.first; n <= table.last; n += 1) {
    const line = state.doc.line(n);
    const end = line.from + line.text.trimEnd().length;
    changes.push({ from: end, insert: n === table.first + 1 ? " --- |" : "  |" });
  }
  const head = state.doc.line(table.first);
  const anchor = head.from + head.text.trimEnd().length + 1;
  view.dispatch({ changes, selection: { anchor }, scrollIntoView: true, userEvent: "input" });
  view.focus();
  return true;
}

export function removeRow(view) {
  const { state } = view;
  const table = tableAt(state);
  if (!table || table.here < table.first + 2) return false;
  const line = state.doc.line(table.here);
  view.dispatch({ changes: { from: line.from - 1, to: line.to }, scrollIntoView: true, userEvent: "delete" });
  view.focus();
  return true;
}

export function removeColumn(view) {
  const { state } = view;
  const table = tableAt(state);
  if (!table) return false;
  const here = state.doc.line(table.here);
  const column = Math.max(0, cells(here.text, here.from).findLastIndex(({ at }) => at <= state.selection.main.head));
  if (cells(here.text).length < 2) return false;
  const changes = [];
  for (let n = table.first; n <= table.last; n += 1) {
    const line = state.doc.line(n);
    const pipes = [...line.text.matchAll(/(?<!\\)\|/g)].map(({ index }) => line.from + index);
    if (pipes[column + 1] !== undefined) changes.push({ from: pipes[column], to: pipes[column + 1] });
  }
  view.dispatch({ changes, scrollIntoView: true, userEvent: "delete" });
  view.focus();
  return true;
}

export function insertTable(view) {
  const first = word("table-first");
  const head = `| ${first} | ${word("table-second")} |`;
  return insertBlock(view, `${head}\n| --- | --- |\n|  |  |\n`, { select: [2, 2 + first.length] });
}

// Enter within a table goes on in a new row; on an empty last row it ends the table.
function enter(view) {
  const { state } = view;
  const table = tableAt(state);
  if (!table || state.readOnly || table.here < table.first + 2) return false;
  const line = state.doc.line(table.here);
  if (!cells(line.text).every(({ text }) => text === "")) return addRow(view);
  view.dispatch({ changes: { from: line.from, to: line.to }, selection: { anchor: line.from }, userEvent: "input" });
  return true;
}

// Tab moves within tables and deepens list items; everywhere else it leaves the text, as on any page.
function deepen(step) {
  return (view) => {
    const { state } = view;
    const line = state.doc.lineAt(state.selection.main.head);
    const item = /^(\s*)(?:[-*+]|\d+[.)]) /.exec(line.text);
    if (!item || state.readOnly) return false;
    if (step > 0) view.dispatch({ changes: { from: line.from, insert: "  " }, userEvent: "input.indent" });
    else if (item[1]) view.dispatch({ changes: { from: line.from, to: line.from + Math.min(2, item[1].length) }, userEvent: "delete.dedent" });
    else return false;
    return true;
  };
}

export const tableKeys = [
  { key: "Tab", run: toCell(1), shift: toCell(-1) },
  { key: "Tab", run: deepen(1), shift: deepen(-1) },
  { key: "Enter", run: enter },
];
