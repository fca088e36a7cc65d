import { expect, test } from '@jest/globals';
import { chromium } from 'playwright-core';
import { announce } from '../support/notRun.js';
import { chromiumPath as executablePath, noChromium } from './browser.js';
import { startLiveServer } from './liveSupport.js';
import { tokens } from './support.js';

announce('a subscription of the query page in a browser', noChromium);
const inBrowser = noChromium === undefined ? test : test.skip;

inBrowser(
  'the query page shows each result of a subscription as it comes, and lets go of it when it is stopped',
  async () => {
    const starterQueries = [{ name: 'Tap', query: 'subscription Tap {\n  tap\n}' }];
    const app = await startLiveServer({ starterQueries });
    const browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--no-first-run'],
    });
    try {
      const page = await browser.newPage();
      await page.goto(`${app.url}/graphiql`);
      await page.getByLabel('Token').fill(tokens.auditor);
      await page.getByRole('button', { name: 'Use' }).click();
      await page.getByRole('button', { name: /execute query/i }).click();
      await app.tap.whenBegun;
      for (const word of ['một', 'hai']) {
        app.tap.put(word);
        await page.locator('.result-window', { hasText: word }).waitFor();
      }
      await page.getByRole('button', { name: /stop query/i }).click();
      await app.tap.whenLeft;
      expect(await page.locator('.result-window .CodeMirror-code').innerText()).toContain('"tap": "hai"');
    } finally {
      await browser.close();
      await app.server.close();
    }
  },
  60_000,
);
