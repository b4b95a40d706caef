// Why the server closed the connection for good, in a sentence, with what to do. What was written stays to be copied.
import { piece, word } from "./words.js";

const CODES = { 4401: "signed-out", 4403: "may-not", 4404: "may-not", 4413: "too-large" };

export function install(session) {
  const { socket, saving, kept } = session;
  socket.on("closed", ({ code }) => {
    session.freeze();
    notice(session, CODES[code] ?? "reload");
    // A copy of what one may no longer see does not stay in this browser.
    if (code !== 4401 && code !== 4413 && !saving.unsaved) kept.clearData();
  });
}

export function notice(session, name) {
  const place = session.root.querySelector("[data-live-notice]");
  const alert = piece("live-notice");
  alert.querySelector("[data-sentence]").textContent = word(name);
  alert.querySelector("[data-sign-in]").hidden = name !== "signed-out";
  alert.querySelector("[data-reload]").hidden = name === "may-not";
  const copy = alert.querySelector("[data-copy]");
  copy.hidden = !session.saving.unsaved;
  copy.addEventListener("click", () => navigator.clipboard.writeText(wholeText(session)));
  alert.querySelector("[data-reload]").addEventListener("click", () => location.reload());
  place.replaceChildren(alert);
}

function wholeText({ sections }) {
  return sections.map(({ heading, text }) => `## ${heading}\n\n${text.toString()}`).join("\n\n");
}
