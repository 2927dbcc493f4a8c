import type { PrintedDocument, DocumentBlock } from '#domain/payment/printed-document.ts';
import { openFace, type Face } from './face.ts';
import { openPdf, textString, type PdfFile } from './file.ts';
import { LEADING, PAGE, Pen, SIZE, WIDTH } from './pen.ts';
import type { TrueType } from './true-type.ts';
import { wrap } from './wrap.ts';

const GAP = 10;
const LABEL_WIDTH = 130;
const FIGURE_WIDTH = 84;

export interface Fonts {
  regular: TrueType;
  bold: TrueType;
}
interface Faces {
  regular: Face;
  bold: Face;
}
type BlockOf<Kind extends DocumentBlock['is']> = Extract<DocumentBlock, { is: Kind }>;

/** Draws the document as PDF: its text can be searched, copied and read aloud. */
export async function drawDocument(document: PrintedDocument, fonts: Fonts): Promise<Uint8Array> {
  const faces = {
    regular: openFace('NotoSans-Regular', fonts.regular),
    bold: openFace('NotoSans-SemiBold', fonts.bold),
  };
  const pen = new Pen();
  for (const block of document.blocks) draw(pen, faces, block);
  const file = openPdf();
  const tree = file.reserve();
  const contents: number[] = [];
  for (const operators of pen.pages) contents.push(await file.stream('', operators.join('\n')));
  const resources = await resourcesOf(file, faces);
  const kids = contents.map((content) => pageOf(file, { tree, content, resources }));
  file.write(tree, `<< /Type /Pages /Count ${kids.length} /Kids [${kids.map((kid) => `${kid} 0 R`).join(' ')}] >>`);
  return file.close(catalogOf(file, document, tree), infoOf(file, document));
}

function draw(pen: Pen, faces: Faces, block: DocumentBlock): void {
  switch (block.is) {
    case 'heading':
      pen.down(LEADING);
      pen.lines(block.text, 0, { face: faces.bold, size: 20, width: WIDTH, leading: 26 });
      return pen.down(LEADING);
    case 'columns':
      return drawColumns(pen, faces, block);
    case 'facts':
      for (const { label, value } of block.rows) {
        pen.need(LEADING);
        pen.text(label, 0, { face: faces.bold });
        pen.lines(value, LABEL_WIDTH, { face: faces.regular, width: WIDTH - LABEL_WIDTH });
      }
      return pen.down(LEADING);
    case 'table':
      return drawTable(pen, faces, block);
    case 'note':
      return pen.lines(block.text, 0, { face: faces.regular, width: WIDTH });
    default:
      return block satisfies never;
  }
}

function drawColumns(pen: Pen, { regular, bold }: Faces, { columns }: BlockOf<'columns'>): void {
  const width = WIDTH / columns.length;
  const set = columns.map(({ lines }) =>
    lines.flatMap((line) => wrap(line, { face: regular, size: SIZE, width: width - GAP })),
  );
  pen.need(LEADING * 2);
  columns.forEach(({ label }, at) => pen.text(label, at * width, { face: bold }));
  for (let row = 0; row < Math.max(...set.map(({ length }) => length)); row++) {
    pen.down(LEADING);
    pen.need(LEADING);
    set.forEach((lines, at) => pen.text(lines[row] ?? '', at * width, { face: regular }));
  }
  pen.down(LEADING * 2);
}

function drawTable(pen: Pen, { regular, bold }: Faces, { head, rows, foot }: BlockOf<'table'>): void {
  drawRow(pen, bold, head);
  pen.rule();
  for (const cells of rows) drawRow(pen, regular, cells);
  if (foot.length > 0) pen.rule();
  for (const cells of foot) drawRow(pen, bold, cells);
  pen.down(LEADING);
}

/** Figures are right-aligned in their columns, beside the first line of the text. */
function drawRow(pen: Pen, face: Face, [text = '', ...figures]: string[]): void {
  const width = WIDTH - figures.length * FIGURE_WIDTH;
  pen.need(LEADING);
  figures.forEach((figure, at) => pen.text(figure, width + (at + 1) * FIGURE_WIDTH, { face, right: true }));
  pen.lines(text, 0, { face, width: width - GAP });
  pen.down(4);
}

async function resourcesOf(file: PdfFile, { regular, bold }: Faces): Promise<string> {
  const first = await regular.embed(file);
  const second = await bold.embed(file);
  return `<< /Font << /${regular.name} ${first} 0 R /${bold.name} ${second} 0 R >> >>`;
}

const pageOf = (file: PdfFile, { tree, content, resources }: { tree: number; content: number; resources: string }) =>
  file.write(
    file.reserve(),
    `<< /Type /Page /Parent ${tree} 0 R /MediaBox [0 0 ${PAGE.width} ${PAGE.height}] /Contents ${content} 0 R
/Resources ${resources} >>`,
  );

const catalogOf = (file: PdfFile, { language }: PrintedDocument, tree: number) =>
  file.write(
    file.reserve(),
    `<< /Type /Catalog /Pages ${tree} 0 R /Lang ${textString(language)} /ViewerPreferences << /DisplayDocTitle true >> >>`,
  );

function infoOf(file: PdfFile, { title, issuedAt }: PrintedDocument): number {
  const date = issuedAt.toISOString().replace(/\D/g, '').slice(0, 14);
  const entries = `/Title ${textString(title)} /Producer (Everato) /CreationDate (D:${date}Z)`;
  return file.write(file.reserve(), `<< ${entries} >>`);
}
