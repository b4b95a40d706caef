// From section to section as if they were one text: by arrow beyond the last line, or by Ctrl+Alt+arrow at once.
function go(section, step, atEnd) {
  const next = section.neighbour(step);
  if (!next?.view) return false;
  next.focus(atEnd);
  return true;
}

// Only where the arrow would not move the cursor any more.
function beyond(section, step) {
  return (view) => {
    const { main } = view.state.selection;
    if (!main.empty) return false;
    const moved = view.moveVertically(main, step > 0);
    const edge = step > 0 ? view.state.doc.length : 0;
    return (moved.head === main.head || moved.head === edge) && sameLine(view, main.head, edge) && go(section, step, step < 0);
  };
}

function sameLine(view, a, b) {
  const [first, second] = [view.coordsAtPos(a), view.coordsAtPos(b)];
  return Boolean(first && second && Math.abs(first.top - second.top) < 4);
}

export function walking(section) {
  return [
    { key: "ArrowUp", run: beyond(section, -1) },
    { key: "ArrowDown", run: beyond(section, 1) },
    { key: "Ctrl-Alt-ArrowUp", mac: "Cmd-Alt-ArrowUp", run: () => go(section, -1, false), preventDefault: true },
    { key: "Ctrl-Alt-ArrowDown", mac: "Cmd-Alt-ArrowDown", run: () => go(section, 1, false), preventDefault: true },
  ];
}
