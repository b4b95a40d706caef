// The island's sentences stand in the page's <template id="live-words">, translated like all others.
export function word(name, values = {}) {
  const found = document.getElementById("live-words")?.content.querySelector(`[data-word="${name}"]`);
  const text = found ? found.textContent : name;
  return text.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

// A copy of the one element in <template id>.
export function piece(id) {
  const template = document.getElementById(id);
  return template?.content.firstElementChild.cloneNode(true) ?? null;
}

// The count in the words of its number: word("words-one") or word("words-many").
export function counted(name, n) {
  return word(n === 1 ? `${name}-one` : `${name}-many`, { n });
}
