import { expect, test } from 'vitest';
import { toCsv } from './csv.ts';

test('quotes and commas stay in their cells, and no cell runs as a formula', () => {
  const rows = [
    ['Name', 'Note'],
    ['Ann "Bo", Jr.', '=HYPERLINK("x")'],
    ['+49', '-1'],
  ];
  expect(toCsv(rows)).toBe('\ufeff"Name","Note"\r\n"Ann ""Bo"", Jr.","\'=HYPERLINK(""x"")"\r\n"\'+49","\'-1"\r\n');
});
