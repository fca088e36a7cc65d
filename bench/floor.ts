import { createServer } from 'node:http';
import { join } from 'node:path';
import { openLibsql } from '../src/eventstore/sqlite/database.js';

/**
 * The floor under every HTTP figure: node:http over the same driver and file settings, with no GraphQL, no identity, no
 * rules and no history. It answers from rows that lie ready; a mutation is one durable row, those of one turn together.
 */
const folder = process.argv[2] ?? '.';
const database = openLibsql(join(folder, 'floor.db'), 'WRITE');
for (const pragma of ['journal_mode=WAL', 'synchronous=FULL']) database.exec(`PRAGMA ${pragma}`);
database.exec(`
  CREATE TABLE rows (id INTEGER PRIMARY KEY, body TEXT NOT NULL);
  CREATE TABLE entries (id INTEGER PRIMARY KEY, body TEXT NOT NULL);
  CREATE TABLE log (id INTEGER PRIMARY KEY, body TEXT NOT NULL);
`);
const whole = JSON.stringify({ id: 'agr', text: 'Hai bên phối hợp. '.repeat(150) });
const light = JSON.stringify({ id: 'agr-bench-00001', subject: 'Quy chế phối hợp công tác', status: 'DRAFTING' });
const entry = JSON.stringify({
  version: 1,
  event: 'DraftRevised',
  changes: [{ was: 'x'.repeat(100), now: 'y'.repeat(100) }],
});
database.exec('BEGIN');
for (let id = 1; id <= 10_000; id++)
  database.prepare('INSERT INTO rows VALUES (?, ?)').run(id, id === 1 ? whole : light);
for (let id = 1; id <= 1_000; id++) database.prepare('INSERT INTO entries VALUES (?, ?)').run(id, entry);
database.exec('COMMIT');

const one = database.prepare('SELECT body FROM rows WHERE id = ?');
const fifty = database.prepare('SELECT body FROM rows WHERE id > ? ORDER BY id LIMIT 50');
const hundred = database.prepare('SELECT body FROM entries WHERE id > ? ORDER BY id LIMIT 100');
const insert = database.prepare('INSERT INTO log (body) VALUES (?)');

let waiting: { readonly body: string; readonly done: () => void }[] = [];
const commit = () => {
  const batch = waiting;
  waiting = [];
  database.exec('BEGIN IMMEDIATE');
  for (const { body } of batch) insert.run(body);
  database.exec('COMMIT');
  for (const { done } of batch) done();
};

const joined = (rows: readonly (readonly unknown[])[]) => `[${rows.map(([body]) => String(body)).join(',')}]`;
const answers: Readonly<Record<string, () => string>> = {
  '/byId': () => String(one.get(1)?.[0]),
  '/asOf': () => String(one.get(1)?.[0]),
  '/list': () => joined(fifty.all(5_000)),
  '/history': () => joined(hundred.all(500)),
};

const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
  request.on('end', () => {
    const send = (text: string) => response.setHeader('content-type', 'application/json').end(text);
    if (request.url !== '/mutation') {
      send((answers[request.url ?? ''] ?? (() => '{}'))());
      return;
    }
    JSON.parse(body);
    if (waiting.length === 0) setImmediate(commit);
    waiting.push({ body, done: () => send('{"ok":true}') });
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}\n`);
});
