import { expect, test } from 'vitest';
import { hasSiteAddress } from './site-in-name.ts';

test('names of all languages, with initials and titles, contain no site', () => {
  const names = [
    'Ada Lovelace',
    'St. John',
    'St.John-Smith',
    'A.B. Smith',
    'J.R.R. Tolkien',
    'Dr.Who',
    'Prof.Dr.Müller',
    'Mag.in Huber',
    'Dr.Ai Weiwei',
    'Mrs.Page',
    'M.de Vries',
    'P.la Cour',
    'Sammy Davis, Jr.',
    'Martin Luther King Jr.',
    'Renée d’Été',
    'O’Brien/Smith',
    'AC/DC',
    'c/o Müller',
    'Müller & Co. KG',
    'Μαρία Παπαδοπούλου',
    'А.С. Пушкин',
    'А.С.Пушкин',
    '李小龙',
    '山田。太郎',
    'محمد بن سلمان',
    'דוד בן־גוריון',
    'ジョン・スミス',
    'Nguyễn Văn A',
    '3',
    'Table 7: Ada',
    'Guest +1',
  ];
  expect(names.filter(hasSiteAddress)).toEqual([]);
});

test('addresses of sites are found however they are written', () => {
  const names = [
    'You won! https://evil.example/claim',
    'evil.example/claim',
    'HTTP://EVIL',
    'hxxps evil',
    'www.evil.test',
    'Ada WWW.evil',
    'Prize (www2.evil.test)',
    'evil.com',
    'freegift.co',
    'Claim at free-gift.shop now',
    'Claim at EVIL.Com!',
    'evil.de/win',
    'evil.de:8080',
    'evil.de?x=1',
    '1.2.3.44/claim',
    'пример.рф/приз',
    '例え。com',
    'evil\u200b.c\u200bom',
    'ｅｖｉｌ．ｃｏｍ',
    'Write to claim@evil.test',
    'mailto:claim',
    'javascript:alert(1)',
  ];
  expect(names.filter((name) => !hasSiteAddress(name))).toEqual([]);
});
