// Markdown shown as what it means. The marks themselves are muted, and hidden on lines where nobody of this page writes.
import { syntaxHighlighting, syntaxTree } from "@codemirror/language";
import { Decoration, EditorView, MatchDecorator, ViewPlugin, WidgetType } from "@codemirror/view";
import { tagHighlighter, tags } from "@lezer/highlight";
import { tick } from "./commands.js";
import { word } from "./words.js";

const highlighter = tagHighlighter([
  { tag: tags.strong, class: "md-strong" },
  { tag: tags.emphasis, class: "md-emphasis" },
  { tag: tags.strikethrough, class: "md-strike" },
  { tag: tags.monospace, class: "md-code" },
  { tag: tags.link, class: "md-link" },
  { tag: tags.url, class: "md-url" },
  { tag: tags.processingInstruction, class: "md-mark" },
  { tag: tags.contentSeparator, class: "md-mark" },
]);

const LINES = {
  ATXHeading1: "md-h1",
  ATXHeading2: "md-h2",
  ATXHeading3: "md-h3",
  ATXHeading4: "md-h4",
  ATXHeading5: "md-h4",
  ATXHeading6: "md-h4",
  Blockquote: "md-quote",
  FencedCode: "md-block",
  CodeBlock: "md-block",
  HorizontalRule: "md-rule",
  Table: "md-table-line",
};
const HIDDEN = new Set(["HeaderMark", "EmphasisMark", "StrikethroughMark", "CodeMark", "QuoteMark", "LinkMark", "URL"]);

class Box extends WidgetType {
  constructor(checked, readOnly) {
    super();
    Object.assign(this, { checked, readOnly });
  }

  eq(other) {
    return other.checked === this.checked && other.readOnly === this.readOnly;
  }

  toDOM(view) {
    const box = document.createElement("input");
    box.type = "checkbox";
    box.className = "md-box";
    box.checked = this.checked;
    box.disabled = this.readOnly;
    box.tabIndex = -1; // within the text; Ctrl+Enter ticks it by keyboard
    box.setAttribute("aria-label", word("tick"));
    box.addEventListener("mousedown", (event) => event.preventDefault());
    box.addEventListener("click", (event) => {
      event.preventDefault();
      tick(view, view.posAtDOM(box));
    });
    return box;
  }

  ignoreEvent() {
    return true;
  }
}

class Bullet extends WidgetType {
  eq() {
    return true;
  }

  toDOM() {
    const dot = document.createElement("span");
    dot.className = "md-bullet";
    dot.textContent = "•";
    return dot;
  }
}

const hide = Decoration.replace({});
const bullet = Decoration.replace({ widget: new Bullet() });
const line = (name) => Decoration.line({ class: name });

// The lines that a cursor or selection of this page touches, while the editor has the focus.
export function activeLines(state, hasFocus) {
  if (!hasFocus || state.readOnly) return () => false;
  const spans = state.selection.ranges.map(({ from, to }) => [state.doc.lineAt(from).from, state.doc.lineAt(to).to]);
  return (from, to) => spans.some(([start, end]) => from <= end && to >= start);
}

function decorate(view) {
  const { state } = view;
  const found = [];
  const isActive = activeLines(state, view.hasFocus);
  for (const { from, to } of view.visibleRanges) {
    syntaxTree(state).iterate({ from, to, enter: (node) => describe(state, node, isActive, found) });
  }
  return Decoration.set(found, true);
}

function describe(state, node, isActive, found) {
  const { name, from, to } = node;
  if (LINES[name]) markLines(state, node, LINES[name], found);
  if (name === "ListItem") found.push(line(`md-item md-deep-${depthOf(node)}`).range(state.doc.lineAt(from).from));
  if (name === "TaskMarker") {
    const checked = state.sliceDoc(from, to).toLowerCase() === "[x]";
    found.push(Decoration.replace({ widget: new Box(checked, state.readOnly) }).range(from, to));
    if (checked) found.push(line("md-done").range(state.doc.lineAt(from).from));
  } else if (name === "ListMark") {
    markOfList(state, node, isActive, found);
  } else if (HIDDEN.has(name) && !isActive(from, to) && hides(node)) {
    const space = name === "HeaderMark" || name === "QuoteMark" ? /^ */.exec(state.sliceDoc(to, to + 2))[0].length : 0;
    if (to + space > from) found.push(hide.range(from, to + space));
  }
}

function markLines(state, { from, to }, name, found) {
  const last = state.doc.lineAt(to).number;
  const first = state.doc.lineAt(from).number;
  for (let n = first; n <= last; n += 1) {
    const ends = `${n === first ? " md-first" : ""}${n === last ? " md-last" : ""}`;
    found.push(line(name + ends).range(state.doc.line(n).from));
  }
}

function depthOf(node) {
  let depth = 0;
  for (let parent = node.node.parent; parent; parent = parent.parent) if (parent.name === "ListItem") depth += 1;
  return Math.min(depth, 3);
}

// The mark of a list item: a dot for a bullet, nothing before a box, a number as it is.
function markOfList(state, { node, from, to }, isActive, found) {
  const task = node.nextSibling?.name === "Task";
  const number = node.parent.parent.name === "OrderedList";
  if (number) found.push(Decoration.mark({ class: "md-number" }).range(from, to));
  else if (task) found.push(hide.range(from, Math.min(to + 1, state.doc.lineAt(to).to)));
  else if (!isActive(from, to)) found.push(bullet.range(from, to));
}

// A bare address stays; of [words](address) the words stay. Marks of code blocks stay: they say the language.
function hides({ name, node }) {
  const parent = node.parent?.name;
  if (name === "URL" || name === "LinkMark") return parent === "Link" || (name === "LinkMark" && parent === "Autolink");
  return !(name === "CodeMark" && parent === "FencedCode");
}

const marks = ViewPlugin.fromClass(
  class {
    constructor(view) {
      this.decorations = decorate(view);
    }

    update(update) {
      const parsed = syntaxTree(update.startState) !== syntaxTree(update.state);
      if (update.docChanged || update.viewportChanged || update.selectionSet || update.focusChanged || parsed) {
        this.decorations = decorate(update.view);
      }
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

// @ada and INC-42 become links when the text is read.
const names = new MatchDecorator({
  regexp: /(?<![\w@/.-])(?:@[a-z0-9][\w.-]*|(?:INC|PM|ACT)-\d+)(?!\w)/g,
  decoration: ([text]) => Decoration.mark({ class: text[0] === "@" ? "md-mention" : "md-key" }),
});
const named = ViewPlugin.fromClass(
  class {
    constructor(view) {
      this.decorations = names.createDeco(view);
    }

    update(update) {
      this.decorations = names.updateDeco(update, this.decorations);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

// Ctrl+click (⌘) follows a link; a plain click puts the cursor there.
const follow = EditorView.domEventHandlers({
  mousedown(event, view) {
    if (!(event.ctrlKey || event.metaKey) && !view.state.readOnly) return false;
    const at = view.posAtCoords({ x: event.clientX, y: event.clientY });
    const node = at === null ? null : syntaxTree(view.state).resolveInner(at, 0);
    const link = node && (node.name === "Link" ? node : node.parent?.name === "Link" ? node.parent : null);
    const url = node?.name === "URL" ? node : link?.getChild("URL");
    const address = url && view.state.sliceDoc(url.from, url.to);
    if (!address || !/^(https?:|\/|mailto:)/.test(address)) return false;
    window.open(address, "_blank", "noopener");
    return true;
  },
});

export const looks = [syntaxHighlighting(highlighter), marks, named, follow];
