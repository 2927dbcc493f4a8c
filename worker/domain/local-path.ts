/**
 * Whether this path stays on this site. Browsers read `\` as `/` and drop tabs and line breaks, so
 * `/\t/evil.example` would lead to another site (https://url.spec.whatwg.org, "ASCII tab or newline").
 */
export const isLocalPath = (path: string): boolean => /^\/(?!\/)[^\\\p{Cc}]*$/u.test(path);
