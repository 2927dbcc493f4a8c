const reasons: Record<string, (url: URL) => string> = {
  ECONNREFUSED: (url) => `nothing listens on ${url.hostname}:${url.port || 5432}`,
  ENOTFOUND: (url) => `the host ${url.hostname} is unknown`,
  EAI_AGAIN: (url) => `the host ${url.hostname} can't be looked up`,
  ETIMEDOUT: (url) => `${url.hostname} does not answer`,
  ECONNRESET: (url) => `${url.hostname} closed the connection`,
  '28P01': (url) => `the password of "${url.username}" is wrong`,
  '28000': (url) => `"${url.username}" may not sign in`,
  '3D000': (url) => `there is no database "${url.pathname.slice(1)}"`,
  '42501': (url) => `"${url.username}" lacks a right in the database`,
  '53300': () => 'the server has no connection left',
};

/** Describes a database error in one sentence, without the password in its address. */
export function explainDatabaseError(error: unknown, databaseUrl: string): Error {
  const cause = rootOf(error);
  const reason = reasons[cause.code ?? ''];
  if (!reason && !/^[0-9A-Z]{5}$/.test(cause.code ?? '')) return cause;
  return new Error(`DATABASE_URL: ${reason ? reason(new URL(databaseUrl)) : cause.message}.`, { cause });
}

function rootOf(error: unknown): Error & { code?: string } {
  let deepest = error as Error & { code?: string; errors?: Error[] };
  while (!deepest.code && (deepest.cause instanceof Error || deepest.errors?.length)) {
    deepest = (deepest.cause ?? deepest.errors![0]) as typeof deepest;
  }
  return deepest;
}
