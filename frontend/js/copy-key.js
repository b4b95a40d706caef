// <button class="key-copy" data-copy="INC-42" data-copied="Copied">: puts the text on the clipboard and says so.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  button.classList.add("copied");
  const status = button.querySelector("[role=status]");
  if (status) status.textContent = button.dataset.copied;
  setTimeout(() => {
    button.classList.remove("copied");
    if (status) status.textContent = "";
  }, 1600);
});
