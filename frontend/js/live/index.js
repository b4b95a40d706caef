// The live text of a page: starts where the page has [data-live], ends when that part of the page is replaced.
import { Session } from "./session.js";
import { install as presence } from "./presence.js";
import { install as status } from "./status.js";
import { install as notices } from "./notices.js";
import { install as toolbar } from "./toolbar.js";
import { install as outline } from "./outline.js";
import { install as sections } from "./sections.js";
import { install as topics } from "./topics.js";
import { install as comments } from "./comments.js";
import { install as preview } from "./preview.js";
import { install as wording } from "./wording.js";

const PARTS = [status, notices, presence, sections, outline, toolbar, topics, comments, preview, wording];
let session = null;
let nonce = ""; // that of the document: a part that is fetched later brings another one, which counts for nothing here

function look() {
  const root = document.querySelector("[data-live]");
  if (session?.root === root) return;
  session?.end();
  nonce ||= root?.dataset.nonce ?? "";
  session = root ? new Session(root, nonce) : null;
  if (!session) return;
  for (const install of PARTS) install(session);
  session.start();
}

// What to think about, for a section that is written already.
document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-think]");
  if (!button) return;
  const open = button.closest("[data-section]").classList.toggle("is-thinking");
  button.setAttribute("aria-expanded", String(open));
});

look();
document.addEventListener("htmx:afterSettle", look);
