// Something beside the text changed (message 21): the fragments that show it listen for this event and fetch themselves.
export function install(session) {
  session.socket.on("changed", (topic) => {
    document.body.dispatchEvent(new CustomEvent(`changed-${topic}`, { detail: { topic } }));
  });
}
