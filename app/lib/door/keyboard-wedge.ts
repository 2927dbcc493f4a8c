/**
 * A USB scanner types a code like a keyboard and ends it with Enter. Keys further apart than this don't belong
 * together; wireless scanners and a busy page are slower.
 */
const LONGEST_GAP_MS = 300;
const SHORTEST_CODE = 6;

export function createKeyboardWedge() {
  let typed = '';
  let lastAt = -Infinity;

  return {
    /** Returns the whole code when this key ends one; `atMs` is the event's own time stamp. */
    press(key: string, atMs: number): string | null {
      const together = atMs - lastAt <= LONGEST_GAP_MS;
      lastAt = atMs;
      if (key === 'Enter') {
        const code = together && typed.length >= SHORTEST_CODE ? typed : null;
        typed = '';
        return code;
      }
      if (key.length === 1) typed = together ? typed + key : key;
      return null;
    },
  };
}

/** Listens on the whole page; keys typed into a field stay there. Returns a function that stops it. */
export function listenToKeyboardWedge(onCode: (code: string) => void): () => void {
  const wedge = createKeyboardWedge();
  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isField(event.target)) return;
    const code = wedge.press(event.key, event.timeStamp);
    if (code === null) return;
    // Enter would press the focused button.
    event.preventDefault();
    event.stopPropagation();
    onCode(code);
  };
  window.addEventListener('keydown', onKey, { capture: true });
  return () => window.removeEventListener('keydown', onKey, { capture: true });
}

const isField = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
