/** The look of every text control, in one place, so that they agree. */
export const controlClass =
  'w-full min-h-11 rounded-control border border-line-strong/70 bg-surface px-3 py-2 text-16 text-ink transition-colors duration-150 ' +
  'placeholder:text-ink-soft/80 hover:border-line-strong focus-visible:outline-offset-0 disabled:opacity-60 aria-invalid:border-bad';
