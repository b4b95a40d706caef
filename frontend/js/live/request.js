// What the page sends beside the socket.
export function csrf() {
  return JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] ?? "";
}

// As JSON: a form would turn each line's end into two characters, and places in the text would be others.
export function postText(url, text) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": csrf() };
  return fetch(url, { method: "POST", body: JSON.stringify({ text }), headers });
}

export function post(url, fields, signal) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  return fetch(url, { method: "POST", body, signal, headers: { "X-CSRFToken": csrf() } });
}
