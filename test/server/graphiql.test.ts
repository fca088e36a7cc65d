import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chromium } from 'playwright-core';
import { announce } from '../support/notRun.js';
import { chromiumPath, noChromium } from './browser.js';
import { startServer, type TestServer, tokens } from './support.js';

const starterQueries = [
  { name: 'Greeting', query: 'query Greeting {\n  hello\n  whoami\n}' },
  {
    name: 'Letters',
    query: 'query Letters($text: String!) {\n  codePoints(text: $text)\n}',
    variables: { text: '</script>' },
  },
];

let app: TestServer;
beforeAll(async () => {
  app = await startServer({}, { starterQueries });
});
afterAll(() => app.server.close());

describe('the query page', () => {
  test('/ leads to it', async () => {
    const { status, headers } = await app.request('/', { redirect: 'manual' });
    expect([status, headers.get('location')]).toEqual([302, 'graphiql']);
  });

  test('it is there without a token, says how to get one, and lets in no other origin', async () => {
    const { status, headers, body } = await app.request('/graphiql');
    expect([status, headers.get('content-type'), headers.get('content-security-policy')]).toEqual([
      200,
      'text/html; charset=utf-8',
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; img-src 'self' data:; font-src 'self' data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
    ]);
    expect(body).toContain('npx concordat token --role AUDITOR');
    expect(body).not.toMatch(/https?:/);
  });

  test('a starter query cannot end the script element it stands in', async () => {
    const { body } = await app.request('/graphiql');
    expect(String(body).match(/<\/script>/g)).toHaveLength(5);
  });

  test('its files come from the installed packages, and once only', async () => {
    const { status, headers } = await app.request('/graphiql/graphiql.js');
    const tag = headers.get('etag') ?? '';
    const again = await app.request('/graphiql/graphiql.js', { headers: { 'if-none-match': tag } });
    expect([status, headers.get('content-type'), again.status, again.body]).toEqual([
      200,
      'text/javascript; charset=utf-8',
      304,
      '',
    ]);
  });

  test('turned off, it is not there and / names the API', async () => {
    const closed = await startServer({ GRAPHIQL: 'off' });
    const answers = [await closed.request('/graphiql'), await closed.request('/')];
    await closed.server.close();
    expect(answers.map(({ status }) => status)).toEqual([404, 200]);
    expect(answers[1]?.body).toEqual({ name: 'concordat', graphql: '/graphql' });
  });
});

const inBrowser = noChromium === undefined ? test : test.skip;
announce('the query page in a browser', noChromium);

inBrowser(
  'in a browser it asks no other origin, takes a token, and shows the answer to a query',
  async () => {
    const browser = await chromium.launch({
      executablePath: chromiumPath,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    });
    try {
      const page = await browser.newPage();
      const foreign: string[] = [];
      const broken: string[] = [];
      page.on('request', (request) => {
        if (!request.url().startsWith(`${app.url}/`) && !request.url().startsWith('data:')) foreign.push(request.url());
      });
      page.on('pageerror', (error) => broken.push(error.message));
      page.on('console', (message) => {
        if (message.text().includes('Content Security Policy')) broken.push(message.text());
      });
      await page.goto(`${app.url}/`);
      await page.getByRole('tab', { name: 'Greeting' }).waitFor();
      const tabs = await page.getByRole('tab').allTextContents();
      const titles = tabs.map((text) => text.split(' ', 1)[0]);

      await page.getByLabel('Token').fill(tokens.auditor);
      await page.getByRole('button', { name: 'Use' }).click();
      await page.getByRole('button', { name: /execute query/i }).click();
      await page.locator('.result-window', { hasText: 'AUDITOR' }).waitFor();

      expect({ foreign, broken, titles }).toEqual({ foreign: [], broken: [], titles: ['Greeting', 'Letters'] });
      expect(await page.locator('.result-window .CodeMirror-code').innerText()).toContain('"hello": "world"');
    } finally {
      await browser.close();
    }
  },
  60_000,
);
