/** A printed document of one or more pages, independent of its renderer. */
export interface PrintedDocument {
  title: string;
  /** BCP 47. */
  language: string;
  issuedAt: Date;
  blocks: DocumentBlock[];
}

export type DocumentBlock =
  | { is: 'heading'; text: string }
  /** Side by side: sender and recipient. Each begins with its label. */
  | { is: 'columns'; columns: { label: string; lines: string[] }[] }
  | { is: 'facts'; rows: { label: string; value: string }[] }
  /** The first column takes the remaining width; the others hold figures. */
  | { is: 'table'; head: string[]; rows: string[][]; foot: string[][] }
  | { is: 'note'; text: string };
