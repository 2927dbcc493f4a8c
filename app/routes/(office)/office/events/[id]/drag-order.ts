/**
 * Reorders the rows of a list by dragging a handle with mouse, pen or finger. `move` is called while the row is dragged;
 * the rows are the list's children.
 */
export function dragOrder(handle: HTMLElement, move: (from: number, to: number) => void): () => void {
  function begin(press: PointerEvent) {
    const row = handle.closest('li');
    const list = row?.parentElement;
    if (!row || !list || press.button !== 0) return;
    press.preventDefault();
    const carrying = new AbortController();
    const { signal } = carrying;
    row.dataset.carried = '';
    const follow = ({ clientY }: PointerEvent) => {
      const rows = [...list.children];
      const from = rows.indexOf(row);
      const to = rows.findIndex((other) => clientY < other.getBoundingClientRect().bottom);
      const target = to === -1 ? rows.length - 1 : to;
      if (from !== -1 && target !== from && isPast(rows[target]!, { clientY, goesDown: target > from }))
        move(from, target);
    };
    const end = () => {
      delete row.dataset.carried;
      carrying.abort();
    };
    // On the window: moving a row in the document releases its captured pointer.
    window.addEventListener('pointermove', follow, { signal });
    window.addEventListener('pointerup', end, { signal });
    window.addEventListener('pointercancel', end, { signal });
  }
  handle.addEventListener('pointerdown', begin);
  return () => handle.removeEventListener('pointerdown', begin);
}

/** Whether the pointer is past the other row's middle. Otherwise rows of different heights would swap back and forth. */
function isPast(other: Element, { clientY, goesDown }: { clientY: number; goesDown: boolean }): boolean {
  const { top, height } = other.getBoundingClientRect();
  return goesDown ? clientY > top + height / 2 : clientY < top + height / 2;
}
