// Sections that somebody adds, renames, moves or takes away in the outline: open pages follow, and nobody's cursor moves.
import { Section } from "./section.js";

export function install(session) {
  let asking = null;
  const arrange = async () => {
    asking?.abort();
    asking = new AbortController();
    const page = await pageNow(AbortSignal.any([asking.signal, session.signal]));
    const wanted = [...(page?.querySelectorAll("[data-live] [data-section]") ?? [])];
    if (!wanted.length) return;
    const before = session.sections;
    session.sections = wanted.map((element) => keptOr(session, element));
    for (const gone of before.filter((each) => !session.sections.includes(each))) {
      if (session.current === gone) session.current = null;
      gone.close();
      gone.element.remove();
    }
    putInOrder(session);
    document.getElementById("outline").replaceWith(document.adoptNode(page.getElementById("outline")));
    if (!session.isOpen) return;
    for (const section of session.sections) if (!before.includes(section)) section.open();
    session.emit("open", []);
  };
  session.socket.on("changed", (topic) => topic === "outline" && arrange());
}

// The page as the server shows it now; null where it cannot be asked.
async function pageNow(signal) {
  try {
    const answer = await fetch(location.pathname, { signal });
    return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  } catch {
    return null; // away, or asked again meanwhile
  }
}

function keptOr(session, element) {
  const known = session.section(element.dataset.section);
  if (!known) return new Section(session, document.adoptNode(element));
  known.rename(element.querySelector("h2").textContent.trim());
  return known;
}

// What is moved in the page loses the focus; so the others move around the section in which somebody writes.
function putInOrder({ root, sections }) {
  const fixed = Math.max(0, sections.findIndex(({ element }) => element.contains(document.activeElement)));
  if (!sections[fixed].element.isConnected) root.append(sections[fixed].element);
  for (let i = fixed - 1; i >= 0; i -= 1) {
    const next = sections[i + 1].element;
    if (next.previousElementSibling !== sections[i].element) next.before(sections[i].element);
  }
  for (let i = fixed + 1; i < sections.length; i += 1) {
    const last = sections[i - 1].element;
    if (last.nextElementSibling !== sections[i].element) last.after(sections[i].element);
  }
}
