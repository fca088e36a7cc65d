import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { EventStore } from '../../src/application/ports.js';
import {
  actors,
  createWorld,
  draft,
  openForSigning,
  registerBodies,
  signOnPaper,
  type World,
} from '../support/world.js';

const commandId = '11111111-1111-4111-8111-111111111111';
const stream = { type: 'agreement', id: 'agr-1' } as const;

describe('executing a command', () => {
  let world: World;

  beforeEach(async () => {
    world = await createWorld();
    await registerBodies(world);
  });
  afterEach(() => world.close());

  const drafted = () => world.must('DraftAgreement', 'agr-1', draft, { by: actors.drafter });

  test('stores its events with who, when, on what grounds, and a seal', async () => {
    const [event] = await world.must('DraftAgreement', 'agr-1', draft, {
      by: actors.drafter,
      commandId,
      reason: 'thử',
    });
    expect(event).toMatchObject({
      type: 'AgreementDrafted',
      stream: { type: 'agreement', id: 'agr-1', version: 1 },
      recordedAt: world.now,
      meta: {
        actor: actors.drafter,
        occurred: { earliest: world.now, latest: world.now, precision: 'INSTANT', certainty: 'STATED' },
        origin: { channel: 'API', requestId: 'request-1' },
        commandId,
        correlationId: commandId,
        reason: 'thử',
        basedOn: [
          { stream: 'organization:org-a', version: 1 },
          { stream: 'organization:org-b', version: 1 },
        ],
      },
    });
    expect(event?.meta.store).toMatch(/^[\w-]{43}$/);
    expect(await world.store.read(stream)).toEqual([event]);
  });

  test('invariant 1: the same command id with the same payload gives the first result and stores nothing', async () => {
    const send = () => world.send('DraftAgreement', 'agr-1', draft, { by: actors.drafter, commandId });
    const first = await send();
    world.now = '2026-03-03T02:00:00.000Z';
    expect(await send()).toEqual(first);
    expect(await world.store.read(stream)).toHaveLength(1);
  });

  test('invariant 1: the same command id with another payload is refused', async () => {
    await world.must('DraftAgreement', 'agr-1', draft, { by: actors.drafter, commandId });
    const again = await world.send(
      'ReviseDraft',
      'agr-1',
      { patch: { subject: 'Khác' } },
      { by: actors.drafter, commandId },
    );
    expect(again).toMatchObject({ ok: false, rejection: { code: 'COMMAND_ID_REUSED', path: 'commandId' } });
  });

  test('invariant 1: a command id counts within its own stream', async () => {
    await world.must('DraftAgreement', 'agr-1', draft, { by: actors.drafter, commandId });
    await world.must('DraftAgreement', 'agr-2', draft, { by: actors.drafter, commandId });
    expect(await world.store.read({ type: 'agreement', id: 'agr-2' })).toHaveLength(1);
  });

  test('invariant 2: of two drafters who saw the same version one is told the current one', async () => {
    await drafted();
    const revise = (subject: string) =>
      world.send('ReviseDraft', 'agr-1', { patch: { subject } }, { by: actors.drafter, expectedVersion: 1 });
    const outcomes = await Promise.all([revise('Một'), revise('Hai')]);
    expect(outcomes.map((outcome) => outcome.ok)).toEqual([true, false]);
    expect(outcomes[1]).toMatchObject({
      rejection: { code: 'VERSION_CONFLICT', path: 'expectedVersion', details: { expected: 1, actual: 2 } },
    });
  });

  test('without an expected version, writers of one stream all succeed', async () => {
    await drafted();
    await Promise.all(
      [...Array(20).keys()].map((n) =>
        world.must('ReviseDraft', 'agr-1', { patch: { subject: `Lần ${n}` } }, { by: actors.drafter }),
      ),
    );
    expect((await world.store.read(stream)).map((event) => event.stream.version)).toEqual(
      [...Array(21).keys()].map((n) => n + 1),
    );
  });

  test('invariant 3: a client cannot say when a thing was recorded', async () => {
    const inEnvelope = await world.send('DraftAgreement', 'agr-1', draft, {
      by: actors.drafter,
      recordedAt: world.now,
    });
    const inData = await world.send(
      'DraftAgreement',
      'agr-1',
      { ...draft, recordedAt: world.now },
      { by: actors.drafter },
    );
    expect([inEnvelope, inData]).toEqual([
      { ok: false, rejection: { code: 'RECORDED_AT_FORBIDDEN', path: 'recordedAt' }, warnings: [] },
      { ok: false, rejection: { code: 'RECORDED_AT_FORBIDDEN', path: 'recordedAt' }, warnings: [] },
    ]);
  });

  test.each([
    ['an unknown field', { ...draft, colour: 'red' }, 'colour'],
    ['a wrong type', { ...draft, subject: 7 }, 'subject'],
    ['over-long text', { ...draft, subject: 'x'.repeat(1001) }, 'subject'],
    ['a lone surrogate', { ...draft, subject: '\ud800' }, 'subject'],
    ['a control character', { ...draft, subject: 'a\u0000b' }, 'subject'],
    ['a mark that turns the writing', { ...draft, subject: 'a\u202eb' }, 'subject'],
    ['nothing but blanks', { ...draft, subject: ' \t ' }, 'subject'],
    [
      'an absurd date',
      { ...draft, effectiveFrom: { earliest: '9999-99-99', precision: 'DAY', certainty: 'STATED' } },
      'effectiveFrom/earliest',
    ],
    ['a bad id inside', { ...draft, leadIssuer: 'a b' }, 'leadIssuer'],
  ])('invariant 62: %s is refused with its path', async (_, data, path) => {
    const outcome = await world.send('DraftAgreement', 'agr-1', data, { by: actors.drafter });
    expect(outcome).toMatchObject({ ok: false, rejection: { code: 'INPUT_INVALID', path } });
  });

  test('invariant 62: decomposed text is stored composed', async () => {
    const [event] = await world.must(
      'DraftAgreement',
      'agr-1',
      { ...draft, subject: 'Quy chế'.normalize('NFD') },
      { by: actors.drafter },
    );
    expect(event?.data).toMatchObject({ subject: 'Quy chế'.normalize('NFC') });
  });

  test('invariant 66: a role may send its own commands only, an import is a clerk’s', async () => {
    const byClerk = await world.send('DraftAgreement', 'agr-1', draft);
    const byDrafter = await world.send('DraftAgreement', 'agr-1', draft, { by: actors.drafter, channel: 'IMPORT' });
    const existing = await world.send('RegisterExistingAgreement', 'agr-1', {});
    expect([byClerk, byDrafter]).toMatchObject([
      { rejection: { code: 'ROLE_NOT_ALLOWED', details: { role: 'CLERK', command: 'DraftAgreement' } } },
      { rejection: { code: 'ROLE_NOT_ALLOWED', details: { role: 'DRAFTER' } } },
    ]);
    expect(existing).toMatchObject({ ok: false, rejection: { code: 'INPUT_INVALID' } });
  });

  test('invariant 66 comes before existence, existence before the version, the version before the state', async () => {
    const wrongRole = await world.send('ReviseDraft', 'agr-none', { patch: {} }, { expectedVersion: 3 });
    const missing = await world.send(
      'ReviseDraft',
      'agr-none',
      { patch: {} },
      { by: actors.drafter, expectedVersion: 3 },
    );
    await openForSigning(world, 'agr-1');
    const stale = await world.send(
      'ReviseDraft',
      'agr-1',
      { patch: { subject: 'x' } },
      { by: actors.drafter, expectedVersion: 1 },
    );
    const frozen = await world.send('ReviseDraft', 'agr-1', { patch: { subject: 'x' } }, { by: actors.drafter });
    expect([wrongRole, missing, stale, frozen].map((o) => (o.ok ? 'ok' : o.rejection.code))).toEqual([
      'ROLE_NOT_ALLOWED',
      'NOT_FOUND',
      'VERSION_CONFLICT',
      'TEXT_FROZEN',
    ]);
  });

  test('a late record is judged by the state of its day, and needs a reason and a source', async () => {
    world.now = '2026-03-10T02:00:00.000Z';
    const hash = await openForSigning(world, 'agr-1');
    world.now = '2026-03-20T02:00:00.000Z';
    const on = (day: string) => ({ occurred: { earliest: day, latest: day, precision: 'DAY', certainty: 'STATED' } });
    const why = { reason: 'biên bản nộp muộn', source: { kind: 'PAPER', ref: 'src-1', certainty: 'STATED' } };
    const paper = {
      partyId: 'a',
      officeId: 'off-a',
      capacity: 'ON_BEHALF_OF_BODY',
      textSha256: hash,
      scanSha256: 'a'.repeat(64),
    };
    const silent = await world.send('RecordPaperSignature', 'agr-1', paper, on('2026-03-15'));
    const before = await world.send('RecordPaperSignature', 'agr-1', paper, { ...on('2026-03-05'), ...why });
    expect(silent).toMatchObject({ rejection: { code: 'LATE_RECORD_REASON_REQUIRED' } });
    expect(before).toMatchObject({ ok: false, rejection: { code: 'STATE_NOT_ALLOWED', details: { state: 'NONE' } } });
    await signOnPaper(world, 'agr-1', 'a', hash, { ...on('2026-03-15'), ...why });
    const twice = await world.send('RecordPaperSignature', 'agr-1', paper, { ...on('2026-03-12'), ...why });
    expect(twice).toMatchObject({ ok: false, rejection: { code: 'ALREADY_SIGNED' } });
  });

  test('refusals are kept beside the log, never in it', async () => {
    await drafted();
    await world.send('OpenSigning', 'agr-1', {}, { by: actors.leader });
    await world.refusals.flush();
    expect(await world.refusals.list({ stream: 'agreement:agr-1' }, 10)).toMatchObject([
      { code: 'TEXT_NOT_FINAL', command: 'OpenSigning', actor: 'p-leader', role: 'ORG_LEADER', count: 1 },
    ]);
    expect((await world.store.read(stream)).map((event) => event.type)).toEqual(['AgreementDrafted']);
  });

  test('parties sign in many hands: the last completes the agreement in the same append', async () => {
    const hash = await openForSigning(world, 'agr-1');
    const first = await signOnPaper(world, 'agr-1', 'a', hash);
    const last = await signOnPaper(world, 'agr-1', 'b', hash);
    expect(first.map((event) => event.type)).toEqual(['PartySigned', 'PaperCopyConverted']);
    expect(last.map((event) => event.type)).toEqual(['PartySigned', 'PaperCopyConverted', 'AgreementFullySigned']);
    const [forced] = await world.must('BringIntoForce', 'agr-1', {}, { by: actors.leader });
    expect(forced?.type).toBe('AgreementEnteredIntoForce');
  });
});

describe('executing against another writer', () => {
  /** A store behind which another process is faster, so many times. */
  const contested = (store: EventStore, times: { left: number }): EventStore =>
    new Proxy(store, {
      get: (target, name) => {
        if (name !== 'append') {
          const member: unknown = Reflect.get(target, name);
          return typeof member === 'function' ? (member as () => unknown).bind(target) : member;
        }
        return (...args: Parameters<EventStore['append']>) =>
          times.left-- > 0 ? Promise.resolve({ appended: false, actual: args[2] + 1 }) : target.append(...args);
      },
    });

  test('it tries again a bounded number of times, then says so', async () => {
    const times = { left: 0 };
    const world = await createWorld((store) => contested(store, times));
    await registerBodies(world);
    times.left = 3;
    await world.must('DraftAgreement', 'agr-1', draft, { by: actors.drafter });
    times.left = 1000;
    const outcome = await world.send('ReviseDraft', 'agr-1', { patch: { subject: 'x' } }, { by: actors.drafter });
    expect(outcome).toMatchObject({
      ok: false,
      rejection: { code: 'VERSION_CONFLICT', details: { expected: 1, actual: 2 } },
    });
    await world.close();
  });
});
