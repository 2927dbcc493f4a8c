import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../dev/browser.ts';
import type { UndoList } from '../../dev/undo.ts';

let running: Browser | undefined;

/** Returns this process's browser, which its test files use one after another. What a file opens in it closes with the file. */
export async function shareBrowser(undo: UndoList): Promise<Browser> {
  if (!running?.isConnected()) running = await launchBrowser();
  const browser = running;
  undo.add(() => Promise.all(browser.contexts().map((context) => context.close())));
  return browser;
}
