/** A page or more of printed text, whatever draws it. */
export interface Paper {
  title: string;
  /** BCP 47. */
  language: string;
  issuedAt: Date;
  blocks: PaperBlock[];
}

export type PaperBlock =
  | { is: 'heading'; text: string }
  /** Side by side: whom it is from, whom it is for. Each begins with its label. */
  | { is: 'columns'; columns: { label: string; lines: string[] }[] }
  | { is: 'facts'; rows: { label: string; value: string }[] }
  /** The first column takes what the others leave; they hold figures. */
  | { is: 'table'; head: string[]; rows: string[][]; foot: string[][] }
  | { is: 'note'; text: string };
