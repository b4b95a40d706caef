// The outline follows the text: a tick where something is written, the section where the cursor is, its words.
import { counted } from "./words.js";

const count = (text) => text.match(/[\p{L}\p{N}][\p{L}\p{N}'’_-]*/gu)?.length ?? 0;

export function install(session) {
  const entry = (section) => document.querySelector(`#outline [data-outline="${section.key}"]`);
  const show = (section) => {
    entry(section)?.classList.toggle("is-written", section.isWritten);
    const words = section.element.querySelector("[data-words]");
    const n = count(section.text.toString());
    if (words) words.textContent = n ? counted("words", n) : "";
    total();
  };
  const total = () => {
    const place = document.querySelector("#outline [data-words-all]");
    if (place) place.textContent = counted("words", session.sections.reduce((sum, each) => sum + count(each.text.toString()), 0));
  };
  const all = () => session.sections.forEach(show);
  const here = () => {
    for (const section of session.sections) {
      const place = entry(section)?.querySelector("a");
      if (section === session.current) place?.setAttribute("aria-current", "true");
      else place?.removeAttribute("aria-current");
    }
  };
  session.on("edited", show);
  session.on("open", () => (all(), here()));
  session.on("focus", here);
  document.addEventListener("htmx:afterSettle", () => session.isOpen && (all(), here()), { signal: session.signal });
}
