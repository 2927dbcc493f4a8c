import { getLocale } from '$paraglide/runtime';

/** 1250 basis points → `12.5%`, in the reader's language. */
export const formatPercent = (basisPoints: number): string =>
  new Intl.NumberFormat(getLocale(), { style: 'percent', maximumFractionDigits: 2 }).format(basisPoints / 10_000);
