import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type App, at, type Identity, startApp } from '../support/app.js';
import { connect, type LiveClient, openStream } from '../support/live.js';

const clerk: Identity = { role: 'CLERK', org: 'org-x' };
const drafter: Identity = { role: 'DRAFTER', org: 'org-x' };
const auditor: Identity = { role: 'AUDITOR' };
const dashboard: Identity = { role: 'DASHBOARD' };

interface Entry {
  readonly position: string;
  readonly event: string;
  readonly streamId: string;
  readonly version: number;
}
const entry = 'position event streamId version';
const agreementEvents = `subscription ($id: ID!, $after: EventPosition) { agreementEvents(agreementId: $id, after: $after) { ${entry} } }`;
const auditFeed = `subscription ($filter: AuditFilter, $after: EventPosition) { auditFeed(filter: $filter, after: $after) { ${entry} } }`;

let app: App;
let token: string;
beforeAll(async () => {
  app = await startApp();
  token = await app.token(auditor);
}, 60_000);
afterAll(() => app.close());

const must = async (name: string, input: object, identity: Identity): Promise<string> => {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const answer = await app.ask(
    `mutation ($input: ${type}!) { result: ${name}(input: $input) { userErrors { code path } position } }`,
    { input },
    identity,
  );
  expect(answer).toMatchObject({ data: { result: { userErrors: [] } } });
  return at(answer, 'result.position') as string;
};

/** Registers so many organisations, one after the other; gives the position of the last. */
const register = async (prefix: string, count: number): Promise<string> => {
  let position = '0';
  for (let index = 0; index < count; index += 1) {
    const organization = { id: `${prefix}-${index}`, name: `Liên đoàn Lao động ${prefix} ${index}` };
    position = await must(
      'registerOrganization',
      { ...organization, kind: 'UNION_FEDERATION', decisionDocId: 'doc-decision' },
      clerk,
    );
  }
  return position;
};

const draft = (id: string): Promise<string> =>
  must(
    'draftAgreement',
    {
      id,
      kind: 'COORDINATION_REGULATION',
      subject: 'Quy chế phối hợp công tác',
      leadIssuer: 'org-x',
      effectivenessRule: 'ALL_SIGNED',
      parties: [
        { partyId: 'x', side: 'A', bodyIds: ['org-x'] },
        { partyId: 'y', side: 'B', bodyIds: ['org-y'] },
      ],
      text: { clauses: [{ clauseId: 'c1', label: 'Điều 1', body: 'Hai bên phối hợp tuyên truyền.' }] },
    },
    drafter,
  );
const revise = (id: string, body: string): Promise<string> =>
  must('reviseDraft', { id, patch: { clauses: [{ clauseId: 'c1', body }] }, note: 'theo ý kiến' }, drafter);

/** All that the audit trail holds, page by page. */
const trail = async (filter: string): Promise<readonly Entry[]> => {
  const variables = { min: String(BigInt(await app.services.events.head())) };
  const query = `query ($min: EventPosition, $after: Cursor) {
    auditTrail(first: 100, after: $after, filter: ${filter}, minPosition: $min) {
      nodes { ${entry} } pageInfo { hasNextPage endCursor }
    }
  }`;
  const found: Entry[] = [];
  for (let after: unknown = null, more: unknown = true; more === true;) {
    const answer = await app.ask(query, { ...variables, after });
    found.push(...(at(answer, 'auditTrail.nodes') as readonly Entry[]));
    more = at(answer, 'auditTrail.pageInfo.hasNextPage');
    after = at(answer, 'auditTrail.pageInfo.endCursor');
  }
  return found;
};

const entryIn = (payload: unknown, field: string): Entry => {
  const found = (payload as { readonly data?: Readonly<Record<string, Entry>> } | undefined)?.data?.[field];
  if (found === undefined) throw new Error(`no entry: ${JSON.stringify(payload)}`);
  return found;
};

/** Reads entries of a subscription until the one at a position. */
const readUntil = async (client: LiveClient, field: string, position: string): Promise<readonly Entry[]> => {
  const seen: Entry[] = [];
  while (seen.at(-1)?.position !== position) {
    const message = await client.next();
    if (message?.type !== 'next') throw new Error(`no entry: ${JSON.stringify(message)}`);
    seen.push(entryIn(message.payload, field));
  }
  return seen;
};

const leave = async (client: LiveClient): Promise<void> => {
  client.socket.close();
  await client.closed;
};

/** The codes with which a subscription is refused. */
const refused = async (query: string, variables: object, identity = auditor): Promise<unknown> => {
  const client = await connect(app.url, await app.token(identity));
  client.subscribe('1', query, variables);
  const message = await client.next();
  await leave(client);
  return [message?.type, (message?.payload as readonly { extensions: { code: string } }[])[0]?.extensions.code];
};

describe('the record as it is written', () => {
  test('over WebSocket: what was recorded, then what is, all of it once and in order, while others write', async () => {
    const client = await connect(app.url, token);
    client.subscribe('1', auditFeed, { after: '0' });
    const last = await register('org-ws', 10);
    const seen = await readUntil(client, 'auditFeed', last);
    expect(seen).toEqual((await trail('{}')).filter(({ position }) => BigInt(position) <= BigInt(last)));
    expect(seen.length).toBeGreaterThan(10);
    await leave(client);
  });

  test('over a connection that breaks again and again: resumed by position, nothing is lost and nothing comes twice', async () => {
    const writing = register('org-cut', 12);
    const seen: Entry[] = [];
    const readSome = async (): Promise<void> => {
      const client = await connect(app.url, token);
      client.subscribe('1', auditFeed, {
        after: seen.at(-1)?.position ?? '0',
        filter: { events: ['OrganizationRegistered'] },
      });
      for (let count = 0; count < 5; count += 1) {
        const message = await client.next();
        seen.push(entryIn(message?.payload, 'auditFeed'));
        if (seen.at(-1)?.streamId === 'org-cut-11') break;
      }
      client.socket.terminate();
    };
    while (seen.at(-1)?.streamId !== 'org-cut-11') await readSome();
    expect(seen).toEqual(await trail('{ events: ["OrganizationRegistered"] }'));
    await writing;
  });

  test('of one agreement: its own events alone, with what each changed', async () => {
    for (const id of ['org-x', 'org-y']) {
      const organization = { id, name: `Liên đoàn Lao động ${id}`, kind: 'UNION_FEDERATION', decisionDocId: 'doc' };
      await must('registerOrganization', organization, clerk);
    }
    const drafted = await draft('agr-live-1');
    await draft('agr-live-2');
    await revise('agr-live-1', 'Hai bên trao đổi thông tin.');
    const client = await connect(app.url, token);
    client.subscribe('1', agreementEvents.replace('version', 'version changes { path was now }'), {
      id: 'agr-live-1',
      after: drafted,
    });
    await revise('agr-live-2', 'Hai bên họp mỗi quý.');
    const last = await revise('agr-live-1', 'Hai bên trao đổi thông tin hằng tháng.');
    const seen = (await readUntil(client, 'agreementEvents', last)) as readonly (Entry & {
      readonly changes: readonly { readonly path: string; readonly was: unknown; readonly now: unknown }[];
    })[];
    expect(seen.map(({ streamId, event, version }) => [streamId, event, version])).toEqual([
      ['agr-live-1', 'DraftRevised', 2],
      ['agr-live-1', 'DraftRevised', 3],
    ]);
    expect(seen.map(({ changes }) => changes.filter(({ path }) => path.endsWith('/body')))).toEqual([
      [expect.objectContaining({ was: 'Hai bên phối hợp tuyên truyền.', now: 'Hai bên trao đổi thông tin.' })],
      [expect.objectContaining({ was: 'Hai bên trao đổi thông tin.', now: 'Hai bên trao đổi thông tin hằng tháng.' })],
    ]);
    await leave(client);
  });

  test('over server-sent events: without a position only what is recorded from then on', async () => {
    const stream = await openStream(app.url, token, auditFeed, { filter: { streamTypes: ['ORGANIZATION'] } });
    expect(stream.status).toBe(200);
    await register('org-sse', 2);
    const seen = [await stream.next(), await stream.next()].map((event) => entryIn(event?.data, 'auditFeed'));
    expect(seen.map(({ streamId, event }) => [streamId, event])).toEqual([
      ['org-sse-0', 'OrganizationRegistered'],
      ['org-sse-1', 'OrganizationRegistered'],
    ]);
    stream.cancel();
  });

  test.each([
    '{ streamTypes: [AGREEMENT], roles: [DRAFTER] }',
    '{ streams: ["agreement:agr-live-1", "organization:org-x"] }',
    '{ events: ["DraftRevised"], channel: API }',
    '{ recordedFrom: "2000-01-01", to: "2023-06-30" }',
    '{ personKey: "demo-drafter" }',
  ])('is filtered as the audit trail is: %s', async (filter) => {
    const expected = await trail(filter);
    expect(expected.length).toBeGreaterThan(0);
    const client = await connect(app.url, token);
    client.subscribe('1', `subscription { auditFeed(after: "0", filter: ${filter}) { ${entry} } }`);
    expect(await readUntil(client, 'auditFeed', expected.at(-1)?.position ?? '')).toEqual(expected);
    await leave(client);
  });

  test('is filtered as the audit trail is where a correction is found at what it corrects', async () => {
    const [stream, leader] = ['agreement:agr-live-1', { role: 'ORG_LEADER', org: 'org-x' } as const];
    const citation = { docId: 'doc-35', relation: 'IMPLEMENTS', in: 'TASK', asWritten: 'Ke hoach so 35' };
    await must('citeDocument', { id: 'agr-live-1', ...citation }, clerk);
    const filter = `{ streams: ["${stream}"], path: "citations", from: "2020-01-01" }`;
    const cited = await app.ask(
      `{ auditTrail(last: 1, filter: { streams: ["${stream}"], events: ["DocumentCited"] }) { nodes { id } } }`,
    );
    const change = { targetEventId: at(cited, 'auditTrail.nodes.0.id'), path: 'asWritten', kind: 'RECORD' };
    const words = { was: citation.asWritten, now: 'Kế hoạch số 35', reason: 'chép thiếu dấu' };
    await must('proposeCorrection', { stream, correctionId: 'cor-live', ...change, ...words }, clerk);
    const last = await must('countersignCorrection', { stream, correctionId: 'cor-live' }, leader);
    const expected = await trail(filter);
    expect(expected.map(({ event }) => event)).toEqual(['AgreementDrafted', 'DocumentCited', 'RecordCorrected']);
    const client = await connect(app.url, token);
    client.subscribe('1', `subscription { auditFeed(after: "0", filter: ${filter}) { ${entry} } }`);
    expect(await readUntil(client, 'auditFeed', last)).toEqual(expected);
    await leave(client);
  });

  test('tells persons to auditors alone', async () => {
    const filter = { personKey: 'demo-drafter' };
    expect(await refused(auditFeed, { filter }, dashboard)).toEqual(['error', 'FORBIDDEN']);
    const client = await connect(app.url, await app.token(dashboard));
    client.subscribe(
      '1',
      'subscription { auditFeed(after: "0", filter: { roles: [DRAFTER] }) { actor { role personKey } } }',
    );
    expect(await client.next()).toMatchObject({
      payload: { data: { auditFeed: { actor: { role: 'DRAFTER', personKey: null } } } },
    });
    await leave(client);
  });

  test('refuses a position of the future, and what is no position', async () => {
    const cursor = at(
      await app.ask('{ auditTrail(first: 1) { pageInfo { endCursor } } }'),
      'auditTrail.pageInfo.endCursor',
    );
    const future = { after: '99999999999999999999' };
    expect(await refused(auditFeed, future)).toEqual(['error', 'CURSOR_INVALID']);
    expect(await refused(agreementEvents, { id: 'agr-live-1', ...future })).toEqual(['error', 'CURSOR_INVALID']);
    expect(await refused(auditFeed, { after: cursor })).toEqual(['error', 'INPUT_INVALID']);
    expect(await refused(auditFeed, { after: '-1' })).toEqual(['error', 'INPUT_INVALID']);
    expect(await refused(auditFeed, { after: '1'.repeat(21) })).toEqual(['error', 'INPUT_INVALID']);
  });

  test('refuses what it cannot follow: no such agreement, and more streams than a filter may name', async () => {
    expect(await refused(agreementEvents, { id: 'agr-none' })).toEqual(['error', 'NOT_FOUND']);
    const streams = Array.from({ length: 101 }, (_, index) => `agreement:${index}`);
    expect(await refused(auditFeed, { filter: { streams } })).toEqual(['error', 'INPUT_INVALID']);
  });

  test('ends with the server, whose stop does not wait for its followers', async () => {
    const another = await startApp();
    const its = await another.token(auditor);
    const client = await connect(another.url, its);
    client.subscribe('1', auditFeed, { after: '0' });
    expect(await client.next()).toMatchObject({ type: 'next' });
    const stream = await openStream(another.url, its, auditFeed);
    const stopped = another.close();
    expect(await client.closed).toBe('1001 Going away');
    expect(await stream.next()).toBeNull();
    await stopped;
  }, 30_000);
});
