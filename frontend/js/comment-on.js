// On a page that is read: select words, press the button that appears, and the comment form is about them.
// Quoted passages are marked where the browser can do so without touching the text (CSS custom highlights).
const form = document.querySelector("[data-comments] [data-comment-form]");
const button = document.querySelector("[data-comment-selection]");

function passage() {
  const selection = document.getSelection();
  const words = selection.toString().replace(/\s+/g, " ").trim();
  if (!words || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const around = range.commonAncestorContainer;
  const section = (around.closest ? around : around.parentElement)?.closest("[data-section]");
  return section ? { words, range, section: section.dataset.section } : null;
}

function place() {
  const found = passage();
  button.hidden = !found;
  if (!found) return;
  const box = found.range.getBoundingClientRect();
  const left = Math.min(Math.max(box.left + box.width / 2, 60), document.documentElement.clientWidth - 60);
  button.style.setProperty("left", `${left + window.scrollX}px`);
  button.style.setProperty("top", `${box.bottom + window.scrollY + 8}px`);
}

function take() {
  const found = passage();
  if (!found) return;
  form.elements.section.value = found.section;
  form.elements.quote.value = found.words;
  form.elements.quote.closest("details").open = true;
  button.hidden = true;
  form.scrollIntoView({ block: "center" });
  form.elements.text.focus({ preventScroll: true });
}

if (form && button) {
  document.addEventListener("selectionchange", place);
  button.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the selection
  button.addEventListener("click", take);
}

// The words of `section` as one string, and for each character of it where it stands.
function lettersOf(section) {
  const walker = document.createTreeWalker(section, NodeFilter.SHOW_TEXT);
  const places = [];
  let text = "";
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (let i = 0; i < node.data.length; i += 1) {
      const space = /\s/.test(node.data[i]);
      if (space && (!text || text.endsWith(" "))) continue;
      text += space ? " " : node.data[i];
      places.push([node, i]);
    }
  }
  return { text, places };
}

function rangeOf(talk) {
  const section = document.querySelector(`[data-section="${CSS.escape(talk.dataset.about)}"]`);
  if (!section || !talk.dataset.quote) return null;
  const { text, places } = lettersOf(section);
  const start = text.indexOf(talk.dataset.quote);
  if (start < 0) return null;
  const range = new Range();
  range.setStart(...places[start]);
  const [node, last] = places[start + talk.dataset.quote.length - 1];
  range.setEnd(node, last + 1);
  return range;
}

if (form && window.Highlight && CSS.highlights) {
  const talks = document.querySelectorAll("[data-comments] .talk[data-quote]:not(.talk-resolved)");
  const ranges = [...talks].map(rangeOf).filter(Boolean);
  if (ranges.length) CSS.highlights.set("commented", new Highlight(...ranges));
}
