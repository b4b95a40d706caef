// What an editor of a section is made of.
import { defaultKeymap } from "@codemirror/commands";
import { LanguageSupport } from "@codemirror/language";
import { markdownKeymap, markdownLanguage } from "@codemirror/lang-markdown";
import { dropCursor, EditorView, keymap } from "@codemirror/view";
import { yCollab, yUndoManagerKeymap } from "y-codemirror.next";
import { blocks } from "./blocks.js";
import { carets } from "./carets.js";
import { keys } from "./commands.js";
import { comments } from "./comments.js";
import { completion } from "./completion.js";
import { find } from "./find.js";
import { looks } from "./looks.js";
import { tableKeys } from "./tables.js";
import { uploads } from "./uploads.js";
import { walking } from "./walking.js";
import { wording } from "./wording.js";
import { word } from "./words.js";

// Only headings need the language's data; the many languages that code blocks may hold would cost 70 kB.
const language = new LanguageSupport(markdownLanguage);

export function extensions(section) {
  const { session } = section;
  return [
    EditorView.cspNonce.of(session.nonce ?? ""),
    completion(session),
    find(),
    keymap.of([...keys, ...tableKeys, ...walking(section), ...markdownKeymap, ...yUndoManagerKeymap, ...defaultKeymap]),
    language,
    EditorView.lineWrapping,
    dropCursor(),
    EditorView.contentAttributes.of(() => attributes(section)),
    looks,
    blocks(session),
    carets(section),
    comments(session),
    wording(session),
    uploads(session),
    yCollab(section.text, null, { undoManager: section.undo }),
    EditorView.updateListener.of((update) => {
      if (update.selectionSet || update.docChanged) session.emit("moved", [section]);
    }),
  ];
}

function attributes(section) {
  const guidance = section.element.querySelector("[data-guidance]");
  return {
    "aria-label": section.heading,
    ...(guidance?.id ? { "aria-describedby": guidance.id } : {}),
    ...(section.session.mayWrite ? {} : { tabindex: "0", "aria-readonly": "true" }),
    "aria-placeholder": guidance ? word("empty") : "",
    spellcheck: "true",
    autocapitalize: "sentences",
    autocorrect: "on",
    "data-section-text": section.key,
  };
}
