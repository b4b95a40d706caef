// The section as it will read, beside the text; the server renders it, and it goes along with the cursor.
import { syntaxTree } from "@codemirror/language";
import { post } from "./request.js";
import { word } from "./words.js";

const PAUSE = 350; // ms after the last key

export function install(session) {
  const pane = document.querySelector("[data-live-preview]");
  const url = session.root.dataset.previewUrl;
  if (!pane || !url) return;
  const body = pane.querySelector("[data-preview-body]");
  const desk = pane.closest("[data-desk]");
  let [shown, timer, asking] = ["", null, null];
  const isOpen = () => desk.classList.contains("desk-previewing");

  async function render() {
    const section = session.current ?? session.sections[0];
    const markdown = section.text.toString();
    const key = `${section.key}\n${markdown}`;
    if (key === shown) return follow(section, body);
    asking?.abort();
    asking = new AbortController();
    try {
      const answer = await post(url, { markdown, section: section.key }, asking.signal);
      if (!answer.ok) throw new Error(answer.status);
      body.innerHTML = await answer.text(); // what our own server rendered and cleaned
      pane.querySelector("[data-preview-of]").textContent = section.heading;
      shown = key;
      follow(section, body);
    } catch (error) {
      if (error.name !== "AbortError") body.textContent = word("no-preview");
    }
  }

  const later = () => {
    if (!isOpen()) return;
    clearTimeout(timer);
    timer = setTimeout(render, PAUSE);
  };
  const toggle = () => {
    desk.classList.toggle("desk-previewing");
    for (const button of document.querySelectorAll("[data-preview]")) button.setAttribute("aria-pressed", String(isOpen()));
    shown = "";
    if (isOpen()) render();
    session.current?.view.focus();
  };
  document.addEventListener("click", (event) => event.target.closest("[data-preview]") && toggle(), { signal: session.signal });
  session.on("moved", later);
  session.on("focus", later);
  session.on("edited", later);
  session.socket.on("changed", () => (shown = "") || later());
}

// The block of the rendered text in which the cursor stands in the source.
function follow({ view, element }, body) {
  for (const old of body.querySelectorAll(".preview-here")) old.classList.remove("preview-here");
  if (!view || !element.classList.contains("is-here")) return;
  const head = view.state.selection.main.head;
  let [place, n] = [-1, 0];
  for (let block = syntaxTree(view.state).topNode.firstChild; block; block = block.nextSibling, n += 1) {
    if (block.from <= head) place = n;
  }
  const found = body.children[Math.min(place, body.children.length - 1)];
  found?.classList.add("preview-here");
  if (found) body.scrollTo({ top: found.offsetTop - body.clientHeight / 3, behavior: "instant" });
}
