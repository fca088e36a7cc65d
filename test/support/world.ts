import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Core, createCore } from '../../src/application/core.js';
import type { Outcome } from '../../src/application/execute.js';
import type {
  AccessStore,
  EventStore,
  EvidenceStore,
  RefusalStore,
  StoredEvidence,
} from '../../src/application/ports.js';
import { eventDefinitions } from '../../src/domain/catalog.js';
import type { Actor, Channel, Recorded } from '../../src/domain/kernel/event.js';
import type { StreamType } from '../../src/domain/kernel/ids.js';
import { createCodec } from '../../src/eventstore/codec.js';
import { openSqliteAccessStore } from '../../src/eventstore/sqlite/accesses.js';
import { openSqliteEventStore } from '../../src/eventstore/sqlite/eventStore.js';
import { openSqliteRefusalStore } from '../../src/eventstore/sqlite/refusals.js';

/** Who sends, by default each with the right to send. */
export const actors = {
  drafter: { role: 'DRAFTER', personKey: 'p-drafter', onBehalfOfOrgId: 'org-a' },
  clerk: { role: 'CLERK', personKey: 'p-clerk', onBehalfOfOrgId: 'org-a' },
  leader: { role: 'ORG_LEADER', personKey: 'p-leader', onBehalfOfOrgId: 'org-a' },
  signatoryA: { role: 'SIGNATORY', personKey: 'p-a', officeId: 'off-a', onBehalfOfOrgId: 'org-a' },
  signatoryB: { role: 'SIGNATORY', personKey: 'p-b', officeId: 'off-b', onBehalfOfOrgId: 'org-b' },
  system: { role: 'SYSTEM' },
} satisfies Record<string, Actor>;

interface Sent {
  readonly by?: Actor;
  readonly channel?: Channel;
  /** For a command that several kinds of stream take. */
  readonly streamType?: StreamType;
  readonly [envelope: string]: unknown;
}

/** The write side over real SQLite files in a folder of its own, with a clock and randomness that the test turns. */
export interface World extends Core {
  readonly store: EventStore;
  readonly refusals: RefusalStore;
  readonly accesses: AccessStore;
  /** Holds `storedScan` alone. */
  readonly evidence: Pick<EvidenceStore, 'stat'>;
  now: string;
  readonly send: (type: string, id: string, data?: object, sent?: Sent) => Promise<Outcome>;
  /** As `send`, and the test fails when it is refused. */
  readonly must: (type: string, id: string, data?: object, sent?: Sent) => Promise<readonly Recorded[]>;
  readonly close: () => Promise<void>;
}

/** The one file that was uploaded: the scan of every paper signature. */
export const storedScan: StoredEvidence = {
  sha256: 'a'.repeat(64),
  size: 12_345,
  mediaType: 'application/pdf',
  name: 'Trang ký.pdf',
  classification: 'INTERNAL',
};

const counted = () => {
  let count = 0;
  return () => `00000000-0000-4000-8000-${(++count).toString(16).padStart(12, '0')}`;
};

export const createWorld = async (wrap: (store: EventStore) => EventStore = (store) => store): Promise<World> => {
  const folder = mkdtempSync(join(tmpdir(), 'concordat-world-'));
  let now = '2026-03-02T02:00:00.000Z';
  const clock = { now: () => now };
  const uuid = counted();
  const random = { uuid, salt: () => Buffer.alloc(32, 7).toString('base64url') };
  const codec = createCodec(eventDefinitions);
  const store = wrap(await openSqliteEventStore({ file: join(folder, 'events.db'), codec, clock, uuid }));
  const lost = (_count: number, cause: unknown) => {
    throw cause;
  };
  const refusals = await openSqliteRefusalStore({ file: join(folder, 'refusals.db'), clock, onLost: lost });
  const accesses = await openSqliteAccessStore({ file: join(folder, 'accesses.db'), clock, onLost: lost });
  const evidence: World['evidence'] = {
    stat: (sha256) => Promise.resolve(sha256 === storedScan.sha256 ? storedScan : null),
  };
  const core = createCore({ store, refusals, evidence, clock, random });
  const send: World['send'] = (type, id, data = {}, sent = {}) => {
    const { by: actor = actors.clerk, channel = 'API', streamType, ...envelope } = sent;
    const request = { type, id, data, envelope, actor, channel, requestId: 'request-1' };
    return core.executor.execute(streamType === undefined ? request : { ...request, streamType });
  };
  return {
    ...core,
    store,
    refusals,
    accesses,
    evidence,
    get now() {
      return now;
    },
    set now(at: string) {
      now = at;
    },
    send,
    must: async (...args) => {
      const outcome = await send(...args);
      if (!outcome.ok) throw new Error(`${args[0]} was refused: ${JSON.stringify(outcome.rejection)}`);
      return outcome.events;
    },
    close: async () => {
      await refusals.close();
      await accesses.close();
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
};

const day = (on: string) => ({ earliest: on, latest: on, precision: 'DAY', certainty: 'STATED' });

/** Two unions with an office each, held since 2020 by the persons of `actors`. */
export const registerBodies = async (world: World): Promise<void> => {
  const decisionDocId = 'doc-decision';
  for (const letter of ['a', 'b']) {
    await world.must('RegisterOrganization', `org-${letter}`, {
      name: `Liên đoàn Lao động ${letter}`,
      kind: 'UNION_FEDERATION',
      decisionDocId,
    });
    await world.must('RegisterOffice', `off-${letter}`, {
      title: `Chủ tịch ${letter}`,
      orgId: `org-${letter}`,
      decisionDocId,
    });
    await world.must('AppointHolder', `off-${letter}`, {
      personKey: `p-${letter}`,
      effectiveFrom: day('2020-01-01'),
      decisionDocId,
    });
  }
};

export const draft = {
  kind: 'COORDINATION_REGULATION',
  subject: 'Quy chế phối hợp công tác',
  leadIssuer: 'org-a',
  effectivenessRule: 'ALL_SIGNED',
  parties: [
    { partyId: 'a', side: 'A', bodyIds: ['org-a'] },
    { partyId: 'b', side: 'B', bodyIds: ['org-b'] },
  ],
  text: {
    clauses: [
      { clauseId: 'c1', label: 'Điều 1', body: 'Hai bên phối hợp tuyên truyền.' },
      { clauseId: 'c2', label: 'Điều 2', body: 'Hai bên trao đổi thông tin hằng quý.' },
    ],
  },
};

/** Drafted, finalised, presented and open for signing; gives the hash that may be signed. */
export const openForSigning = async (world: World, id: string, data: object = draft): Promise<string> => {
  const [drafted] = await world.must('DraftAgreement', id, data, { by: actors.drafter });
  const { textSha256 } = drafted?.data as { textSha256: string };
  await world.must('FinalizeText', id, { textVersion: 1, textSha256 }, { by: actors.leader });
  await world.must('PresentText', id, { textVersion: 1, textSha256, presenterOfficeId: 'off-a', occasionId: 'cer-1' });
  await world.must('OpenSigning', id, {}, { by: actors.leader });
  return textSha256;
};

const scanSha256 = storedScan.sha256;

/** A paper signature by a party's office, recorded by the clerk. */
export const signOnPaper = (world: World, id: string, letter: string, textSha256: string, sent: Sent = {}) =>
  world.must(
    'RecordPaperSignature',
    id,
    { partyId: letter, officeId: `off-${letter}`, capacity: 'ON_BEHALF_OF_BODY', textSha256, scanSha256 },
    sent,
  );
