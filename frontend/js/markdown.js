// <textarea data-markdown>: a toolbar and shortcuts, so that nobody must know Markdown.
// Text goes in the way typing does, so Undo takes it back.
const WRAPS = { bold: ["**", "**"], italic: ["*", "*"], code: ["`", "`"] };
const LINES = {
  heading: () => "### ",
  list: () => "- ",
  numbers: (n) => `${n}. `,
  task: () => "- [ ] ",
  quote: () => "> ",
};
const ANY_MARK = /^(#{1,6} |[-*+] (\[[ xX]\] )?|\d+\. |> )/;
const TABLE = "| What | How many |\n| --- | ---: |\n|  |  |\n";
const KEYS = { b: "bold", i: "italic", e: "code", k: "link" };

function type(area, start, end, text) {
  area.focus();
  area.setSelectionRange(start, end);
  if (!document.execCommand("insertText", false, text)) {
    area.setRangeText(text, start, end, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function wrap(area, [open, close]) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const inside = value.slice(start, end);
  const wrapped = value.slice(start - open.length, start) === open && value.slice(end, end + close.length) === close;
  if (wrapped) {
    type(area, start - open.length, end + close.length, inside);
    area.setSelectionRange(start - open.length, end - open.length);
  } else {
    type(area, start, end, open + inside + close);
    area.setSelectionRange(start + open.length, end + open.length);
  }
}

function mark(area, prefix) {
  const { selectionStart, selectionEnd, value } = area;
  const start = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const next = value.indexOf("\n", selectionEnd);
  const end = next < 0 ? value.length : next;
  const lines = value.slice(start, end).split("\n");
  const marked = lines.every((line, n) => line.startsWith(prefix(n + 1)));
  const text = lines.map((line, n) => (marked ? line.slice(prefix(n + 1).length) : prefix(n + 1) + line.replace(ANY_MARK, "")));
  type(area, start, end, text.join("\n"));
}

function link(area) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const inside = value.slice(start, end);
  const isAddress = /^https?:\/\/\S+$/.test(inside);
  type(area, start, end, isAddress ? `[](${inside})` : `[${inside}](https://)`);
  const caret = isAddress ? start + 1 : start + inside.length + 3;
  area.setSelectionRange(caret, isAddress ? caret : caret + "https://".length);
}

function table(area) {
  const at = area.selectionEnd;
  const before = at && area.value[at - 1] !== "\n" ? "\n\n" : "";
  type(area, at, at, before + TABLE);
}

function apply(area, name) {
  if (WRAPS[name]) wrap(area, WRAPS[name]);
  else if (LINES[name]) mark(area, LINES[name]);
  else if (name === "link") link(area);
  else if (name === "table") table(area);
}

// Enter within a list starts the next item; on an empty one it ends the list.
function goOn(area, event) {
  const { selectionStart: at, selectionEnd, value } = area;
  if (at !== selectionEnd) return;
  const start = value.lastIndexOf("\n", at - 1) + 1;
  const found = value.slice(start, at).match(/^(\s*)([-*+] (?:\[[ xX]\] )?|(\d+)\. |> )(.*)$/);
  if (!found) return;
  event.preventDefault();
  const [, indent, bullet, number, text] = found;
  if (!text.trim()) return type(area, start, at, "\n"); // a blank line, or what follows would belong to the item
  const next = number ? `${Number(number) + 1}. ` : bullet.replace(/\[[xX]\]/, "[ ]");
  type(area, at, at, `\n${indent}${next}`);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-md]");
  if (!button) return;
  const area = document.getElementById(button.closest("[role=toolbar]").getAttribute("aria-controls"));
  apply(area, button.dataset.md);
});

document.addEventListener("keydown", (event) => {
  const area = event.target;
  if (!area.matches?.("textarea[data-markdown]")) return;
  const command = event.ctrlKey || event.metaKey;
  if (command && event.key === "Enter") {
    event.preventDefault();
    area.form.requestSubmit(area.form.querySelector(".btn-primary"));
  } else if (command && !event.shiftKey && !event.altKey && KEYS[event.key.toLowerCase()]) {
    event.preventDefault();
    apply(area, KEYS[event.key.toLowerCase()]);
  } else if (event.key === "Enter" && !command && !event.shiftKey && !event.isComposing) {
    goOn(area, event);
  }
});

// A toolbar is one stop for Tab; the arrow keys move within it.
document.addEventListener("keydown", (event) => {
  const toolbar = event.target.closest?.(".md-toolbar");
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!toolbar || !step) return;
  const buttons = [...toolbar.querySelectorAll("button")];
  const next = buttons[(buttons.indexOf(event.target) + step + buttons.length) % buttons.length];
  for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
  next.focus();
  event.preventDefault();
});

function oneStop(scope) {
  for (const toolbar of scope.querySelectorAll?.(".md-toolbar") ?? []) {
    toolbar.querySelectorAll("button").forEach((button, n) => (button.tabIndex = n ? -1 : 0));
  }
}

document.addEventListener("DOMContentLoaded", () => oneStop(document));
document.addEventListener("htmx:load", (event) => oneStop(event.target));
