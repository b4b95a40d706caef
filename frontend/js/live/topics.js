// Something beside the text changed (message 21): the fragments that show it listen for an event and fetch themselves.
// So does the head of the page, whose "What is missing" follows the text too.
const PAUSE = 1500; // ms: the head says nothing that cannot wait for the next word

export function install(session) {
  const tell = (topic) => document.body.dispatchEvent(new CustomEvent(`changed-${topic}`));
  const written = new Map();
  let timer = null;
  const head = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const isInUse = document.querySelector("#pm-head details[open]");
      if (!session.signal.aborted && !isInUse) tell("head");
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
