// A board whose cards are dragged to another column, or moved with m and the arrow keys. Either way the move is the one
// that the card's own menu offers: where it needs a reason, the menu opens and asks.
const board = document.querySelector("[data-board]");

if (board) start();

function start() {
  let dragged = null;
  const ways = (card, state) => card.querySelector(`[data-target="${CSS.escape(state)}"]`);
  const columnOf = (event) => event.target.closest?.("[data-state]");

  function move(card, state) {
    const way = ways(card, state);
    if (way.matches("form")) return way.requestSubmit();
    if (way.matches("a")) return way.click();
    card.querySelector(".board-moves").open = true;
    way.open = true;
    way.querySelector("textarea").focus();
  }

  board.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("[data-card]");
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.querySelector(".key").textContent);
    dragged.classList.add("board-dragged");
    for (const column of board.querySelectorAll("[data-state]")) {
      column.classList.toggle("board-open", Boolean(ways(dragged, column.dataset.state)));
    }
  });
  board.addEventListener("dragover", (event) => {
    const column = columnOf(event);
    if (dragged && column && ways(dragged, column.dataset.state)) event.preventDefault();
  });
  board.addEventListener("drop", (event) => {
    const column = columnOf(event);
    if (!dragged || !column) return;
    event.preventDefault();
    move(dragged, column.dataset.state);
  });
  board.addEventListener("dragend", () => {
    dragged?.classList.remove("board-dragged");
    for (const column of board.querySelectorAll(".board-open")) column.classList.remove("board-open");
    dragged = null;
  });

  document.addEventListener("keydown", (event) => {
    if (!board.contains(event.target)) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("input, textarea, select")) return;
    const card = event.target.closest?.("[data-card], .board-card");
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (card && event.key === "m") {
      const menu = card.querySelector(".board-moves");
      if (menu) menu.open = true;
      menu?.querySelector("button, a, .popover summary")?.focus();
    } else if (step && !event.target.closest(".popover")) walk(card, step, event.key);
    else return;
    event.preventDefault();
  });

  // Up and down within the column, left and right to the top of the next one that has cards.
  function walk(card, step, key) {
    const titles = (column) => [...column.querySelectorAll(".board-card-title")];
    const columns = [...board.querySelectorAll("[data-state]")].filter((column) => titles(column).length);
    if (!columns.length) return;
    if (!card) return titles(columns[0])[0].focus();
    const column = card.closest("[data-state]");
    const across = key === "ArrowLeft" || key === "ArrowRight";
    if (across) titles(columns[columns.indexOf(column) + step] ?? column)[0].focus();
    else titles(column)[titles(column).indexOf(card.querySelector(".board-card-title")) + step]?.focus();
  }
}
