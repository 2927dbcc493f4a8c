/** PostgreSQL can't store NUL, and half a surrogate pair is no valid text. */
export const isWritable = (text: string): boolean => !text.includes('\0') && text.isWellFormed();
