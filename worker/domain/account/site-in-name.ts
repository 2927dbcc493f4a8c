/** Endings that no name or title is written with after a dot. */
const ENDINGS =
  /^(com|net|org|info|biz|io|app|dev|shop|store|xyz|online|site|website|top|click|club|vip|icu|tk|cf|gq|uk|cz|jp|example)$/u;
/**
 * Endings that are also names, particles or forms of a title ("Dr.Ai", "Mag.in", "Mrs.Page"): they count after a longer
 * word only. Particles such as "de" and "la" never do: "M.de Vries".
 */
const NAMELIKE_ENDINGS = /^(ai|at|bid|cc|ch|cn|co|eu|fr|ga|gg|in|link|live|ly|ml|nl|page|pl|ru|tv|us|win)$/u;
const SCHEME = /\p{L}[\p{L}\p{N}+.-]*:\/\/|\bhxxps?\b|\b(https?|mailto|tel|javascript):/u;
const WWW = /(^|[^\p{L}\p{N}])www\d*\./u;
/** A host with a path, port or query behind it. */
const HOST_AND_MORE = /[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)*\.[\p{L}\p{N}-]{2,}(:\d+|[/?#]\S)/u;
const MAIL_ADDRESS = /[^\s@]@[^\s@]+\.[^\s@]{2,}/u;
const HOST = /[\p{L}\p{N}-]{2,}(?:\.[\p{L}\p{N}-]{2,})+/gu;

/**
 * Whether a name contains an address that a mail program could make into a link. Everyone may send mail with a name of
 * their choice to any address, by booking for it. Initials and titles ("St. John", "Dr.Who") are names.
 */
export function hasSiteAddress(name: string): boolean {
  // Full-width letters and the stops of other scripts are read as the plain ones; invisible marks hide nothing.
  const text = name
    .normalize('NFKC')
    .replace(/[\u3002\uff0e\uff61\u2024]/gu, '.')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .toLowerCase();
  if ([SCHEME, WWW, HOST_AND_MORE, MAIL_ADDRESS].some((pattern) => pattern.test(text))) return true;
  return [...text.matchAll(HOST)].some(([host]) => isHost(host.split('.')));
}

function isHost(labels: string[]): boolean {
  const [before = '', ending = ''] = labels.slice(-2);
  return ENDINGS.test(ending) || (before.length > 4 && NAMELIKE_ENDINGS.test(ending));
}
