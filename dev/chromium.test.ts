import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { chromiumFromNpm } from './chromium.ts';

let cache: string;
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'everato-chromium-'));
});
afterEach(() => rmSync(cache, { recursive: true, force: true }));

test.runIf(process.platform === 'linux')('two processes that unpack at the same time both find all files', async () => {
  const whole = ['al2023', 'chromium', 'everato-fonts.conf', 'fonts', 'libEGL.so', 'libGLESv2.so'];
  const unpacked = async () => {
    const { executablePath } = await chromiumFromNpm(cache);
    return readdirSync(dirname(executablePath));
  };
  for (const files of await Promise.all([unpacked(), unpacked()])) expect(files).toEqual(expect.arrayContaining(whole));
  expect(readdirSync(cache)).toHaveLength(1);
  expect(existsSync((await chromiumFromNpm(cache)).executablePath)).toBe(true);
});
