// What the page sends beside the socket.
export function csrf() {
  return JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] ?? "";
}

export function post(url, fields, signal) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  return fetch(url, { method: "POST", body, signal, headers: { "X-CSRFToken": csrf(), "X-Requested-With": "fetch" } });
}
