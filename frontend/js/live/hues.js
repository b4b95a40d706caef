// One of six hues for everybody here: the one their avatar has everywhere, or the next that is free.
export const HUES = 6;

const wished = (name) => new TextEncoder().encode(name).reduce((sum, byte) => sum + byte, 0) % HUES;

// Returns hueOf(client). All pages go through the clients in the same order, so all come to the same hues.
export function hues(awareness) {
  const byPerson = new Map();
  const states = awareness.getStates();
  for (const client of [...states.keys()].sort((a, b) => a - b)) {
    const person = personOf(states.get(client), client);
    if (byPerson.has(person)) continue;
    const taken = new Set(byPerson.values());
    let hue = wished(states.get(client).user?.name ?? "");
    for (let tries = 0; tries < HUES && taken.has(hue); tries += 1) hue = (hue + 1) % HUES;
    byPerson.set(person, hue);
  }
  return (client) => (byPerson.get(personOf(states.get(client), client)) ?? 0) + 1;
}

export function personOf(state, client) {
  return state?.user?.id ?? `client-${client}`;
}
