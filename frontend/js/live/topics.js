// Something beside the text changed (message 21): the fragments that show it listen for an event and fetch themselves.
// So does the head of the page, whose "What is missing" follows the text too.
const PAUSE = 1500; // ms: the head says nothing that cannot wait for the next word
const AGAIN = 700; // ms until a fragment that is in use is looked at again

// What is typed into it, and the answer it waits for, must not be fetched away.
function isInUse(fragment) {
  if (fragment.querySelector(".htmx-request")) return true;
  return [...fragment.querySelectorAll("textarea, input:not([type=hidden])")].some(
    (field) =>
      field.value !== field.defaultValue && (field === document.activeElement || !field.hasAttribute("hx-preserve")),
  );
}

export function install(session) {
  const owed = new Set();
  const tell = (topic) => {
    const fragment = document.querySelector(`[hx-trigger="changed-${topic} from:body"]`);
    if (!fragment || !isInUse(fragment)) {
      document.body.dispatchEvent(new CustomEvent(`changed-${topic}`));
    } else if (!owed.has(topic)) {
      owed.add(topic);
      setTimeout(() => {
        owed.delete(topic);
        if (!session.signal.aborted) tell(topic);
      }, AGAIN);
    }
  };
  // What was asked for before somebody began to type must not take their words away when it comes.
  const keepWhatIsTyped = ({ detail }) => {
    const topic = detail.requestConfig?.triggeringEvent?.type.match(/^changed-(.+)$/)?.[1];
    if (!topic || !isInUse(detail.target)) return;
    detail.shouldSwap = false;
    tell(topic);
  };
  document.addEventListener("htmx:beforeSwap", keepWhatIsTyped, { signal: session.signal });
  const written = new Map();
  let timer = null;
  const head = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const isOpen = document.querySelector("#pm-head details[open]");
      if (!session.signal.aborted && !isOpen) tell("head");
    }, PAUSE);
  };
  session.socket.on("changed", (topic) => {
    tell(topic);
    head();
  });
  session.on("edited", (section) => {
    if (written.get(section) !== section.isWritten) head();
    written.set(section, section.isWritten);
  });
}
