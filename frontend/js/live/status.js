// The words that say where the text is; spoken only when something went wrong or is well again.
import { word } from "./words.js";

const SPOKEN = new Set(["kept", "lost", "unsent", "closed"]);

export function install(session) {
  const { saving } = session;
  let spoken = "";
  const show = () => {
    const state = saving.said ?? "connecting";
    const time = saving.savedAt?.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hour12: false });
    for (const place of document.querySelectorAll("[data-live-status]")) {
      place.textContent = word(state, { time });
      place.dataset.liveStatus = state;
    }
    if (!SPOKEN.has(state) && !(spoken && state === "saved")) return;
    if (state !== spoken) say(session, word(state, { time }));
    spoken = state === "saved" ? "" : state;
  };
  saving.on("state", show);
  document.addEventListener("htmx:afterSettle", show, { signal: session.signal });
  addEventListener(
    "beforeunload",
    (event) => saving.unsaved && !session.kept.synced && event.preventDefault(),
    { signal: session.signal },
  );
  show();
}

export function say(session, sentence) {
  const place = session.root.querySelector("[data-live-say]");
  if (place) place.textContent = sentence;
}
