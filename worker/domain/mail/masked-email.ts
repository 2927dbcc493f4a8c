/** Enough to tell two namesakes apart, too little to write to: `a…z@e…e.org`. Empty where there is none. */
export function maskedEmail(email: string): string {
  if (email === '') return '';
  const [local = '', domain = ''] = email.split('@');
  const dot = domain.lastIndexOf('.');
  return `${ends(local)}@${ends(domain.slice(0, dot))}${domain.slice(dot)}`;
}

const ends = (text: string) => (text.length <= 3 ? `${text.slice(0, 1)}…` : `${text.slice(0, 1)}…${text.slice(-1)}`);
