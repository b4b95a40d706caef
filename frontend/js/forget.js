// Signing out takes the copies of live texts out of this browser: whoever sits here next must not find them.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-forget]") || !indexedDB.databases) return;
  event.preventDefault();
  try {
    const names = (await indexedDB.databases()).map(({ name }) => name).filter((name) => name?.startsWith("live-text:"));
    for (const name of names) indexedDB.deleteDatabase(name); // an open page of the text delays it until it is left
  } catch {
    // storage is forbidden here: then there is nothing in it
  }
  form.submit();
});
