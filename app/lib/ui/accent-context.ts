import { getContext, setContext } from 'svelte';

type AccentStyle = () => string | undefined;
const KEY = Symbol('accent');

/** Floating parts are rendered outside the page and take the event's colours from here. */
export const shareAccent = (style: AccentStyle) => setContext(KEY, style);
export const accentAround = () => getContext<AccentStyle | undefined>(KEY);
