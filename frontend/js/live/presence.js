// Who is here: faces above the text, and in the outline and beside each heading who is in that section.
import { hues, personOf } from "./hues.js";
import { word } from "./words.js";

const SHOWN = 5;

function initials(name) {
  const words = name.split("@")[0].replaceAll(".", " ").split(/\s+/).filter((each) => /^[\p{L}\p{N}]/u.test(each));
  return (words.length > 1 ? words[0][0] + words.at(-1)[0] : (words[0] ?? "?").slice(0, 2)).toUpperCase();
}

function face({ name, hue, isMe }) {
  const span = document.createElement("span");
  span.className = `avatar avatar-${hue} face face-${hue}`;
  span.title = isMe ? word("you", { name }) : name;
  span.textContent = initials(name);
  span.setAttribute("aria-hidden", "true");
  return span;
}

// Everybody once, however many pages they have open; where they were last, and the reader first.
export function people(awareness) {
  const found = new Map();
  const hueOf = hues(awareness);
  const me = awareness.getLocalState()?.user?.id;
  for (const [client, state] of awareness.getStates()) {
    if (!state.user) continue;
    const id = personOf(state, client);
    const known = found.get(id);
    const section = state.section ?? known?.section;
    found.set(id, { name: state.user.name ?? "?", hue: hueOf(client), isMe: id === me, section });
  }
  return [...found.values()].sort((a, b) => b.isMe - a.isMe || a.name.localeCompare(b.name));
}

function fill(place, persons, sentence) {
  const faces = persons.slice(0, SHOWN).map(face);
  if (persons.length > SHOWN) {
    const more = document.createElement("span");
    more.className = "avatar face-more";
    more.textContent = `+${persons.length - SHOWN}`;
    more.title = persons.slice(SHOWN).map(({ name }) => name).join(", ");
    faces.push(more);
  }
  const spoken = document.createElement("span");
  spoken.className = "visually-hidden";
  spoken.textContent = persons.length ? sentence : "";
  place.replaceChildren(...faces, spoken);
}

export function install(session) {
  const { awareness, root } = session;
  const show = () => {
    const all = people(awareness);
    const others = all.filter(({ isMe }) => !isMe);
    const names = (list) => list.map(({ name }) => name).join(", ");
    for (const place of document.querySelectorAll("[data-live-people]")) {
      fill(place, others.length ? all : [], word("here", { names: names(all) }));
    }
    for (const place of document.querySelectorAll("[data-live-in]")) {
      const inside = others.filter(({ section }) => section === place.dataset.liveIn);
      fill(place, inside, word("writing", { names: names(inside) }));
    }
  };
  awareness.on("change", show);
  session.on("open", show);
  document.addEventListener("htmx:afterSettle", show, { signal: session.signal });
  root.classList.add("is-shared");
  show();
}
