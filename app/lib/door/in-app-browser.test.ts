import { expect, test } from 'vitest';
import { inAppBrowser } from './in-app-browser.ts';

const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const ANDROID = 'Mozilla/5.0 (Linux; Android 15; Pixel 8';
const CHROME = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36';

test.each([
  [`${IPHONE} Mobile/15E148 Instagram 350.0.0.0`, { app: 'Instagram', openIn: 'Safari' }],
  [`${IPHONE} Mobile/15E148 [FBAN/FBIOS;FBAV/480.0]`, { app: 'Facebook', openIn: 'Safari' }],
  [`${IPHONE} Mobile/15E148`, { app: null, openIn: 'Safari' }],
  [`${ANDROID}; wv) Version/4.0 ${CHROME}`, { app: null, openIn: 'Chrome' }],
])('a browser inside another app says which browser to open instead: %s', (userAgent, expected) => {
  expect(inAppBrowser(userAgent)).toEqual(expected);
});

test.each([
  `${IPHONE} Version/18.1 Mobile/15E148 Safari/604.1`,
  `${IPHONE} CriOS/140.0 Mobile/15E148 Safari/604.1`,
  `${ANDROID}) ${CHROME}`,
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0',
])('an ordinary browser shows no hint: %s', (userAgent) => {
  expect(inAppBrowser(userAgent)).toBeNull();
});
