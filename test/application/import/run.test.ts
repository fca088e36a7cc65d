import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  ImportService,
  type ImportProgress,
  type ImportReport,
} from '../../../src/application/import/importService.js';
import { printProblem } from '../../../src/application/import/problem.js';
import type { StreamStore } from '../../../src/application/ports.js';
import { roles } from '../../../src/domain/kernel/event.js';
import { clerk, failingAt, importUnderTest, type ImportUnderTest, parsed, sample } from './support.js';

let under: ImportUnderTest;

beforeEach(async () => {
  under = await importUnderTest();
});
afterEach(() => under.world.close());

const batch = (id: string, commands: string, source = `src-${id}`): string =>
  `  - id: ${id}
    source: { id: ${source}, kind: PRESS, title: Bài báo, certainty: STATED }
    commands:
${commands}`;
const file = (...batches: readonly string[]): string => `concordat: import/1\nbatches:\n${batches.join('')}`;
const body = (id: string, more = ''): string =>
  `      - RegisterOrganization: ${id}\n        data: { name: Tổ chức ${id}, kind: UNION_FEDERATION${more} }\n`;

const run = (text: string, imports = under.imports): Promise<ImportReport> =>
  imports.run(parsed(text), { actor: clerk });
const printed = ({ problems }: ImportReport): readonly string[] => problems.map(printProblem);

describe('an import', () => {
  test('records each command in the channel IMPORT, resting on the source of its batch', async () => {
    const report = await run(file(batch('b1', body('org-1'))));
    expect(report).toEqual({
      summary: { batches: 1, commands: 2, events: 2, unchanged: 0, warnings: {} },
      problems: [],
    });
    const source = { kind: 'PRESS', ref: 'src-b1', certainty: 'STATED' };
    const origin = { channel: 'IMPORT', requestId: 'import:b1' };
    const occurred = { precision: 'UNKNOWN', certainty: 'UNKNOWN' };
    expect((await under.events()).map(({ type, meta }) => ({ type, ...pick(meta) }))).toEqual([
      { type: 'SourceRegistered', source, origin, occurred, actor: clerk },
      { type: 'OrganizationRegistered', source, origin, occurred, actor: clerk },
    ]);
  });

  test('goes on in later batches with what earlier ones registered', async () => {
    await run(file(batch('b1', body('org-1')), batch('b2', body('org-2', ', parentId: org-1'))));
    expect(await under.log()).toEqual([
      'source:src-b1 SourceRegistered',
      'organization:org-1 OrganizationRegistered',
      'source:src-b2 SourceRegistered',
      'organization:org-2 OrganizationRegistered',
    ]);
  });

  test('counts the rules that warned instead of refusing', async () => {
    const { summary } = await under.imports.run(sample(), { actor: clerk });
    expect(summary.warnings).toEqual({
      INNER_SPACE_REMOVED: 1,
      TYPE_CODE_NOT_LISTED: 1,
      CONVENTION_MISMATCH: 1,
      SIGNED_ON_UNKNOWN: 3,
      PARTY_CLASS_NOT_ENUMERATED: 1,
      NUMBER_UNKNOWN: 1,
      SIGNED_TEXT_MISMATCH: 5,
      AUTHORITY_NOT_PROVEN: 5,
      PAPER_EVIDENCE_REQUIRED: 5,
    });
  });

  test('tells how far each phase of a batch has got, and how fast', async () => {
    const { world, clock, random } = under;
    const slow: StreamStore = {
      read: world.store.read.bind(world.store),
      readMany: world.store.readMany.bind(world.store),
      append: (...args) => {
        world.now = new Date(Date.parse(world.now) + 500).toISOString();
        return world.store.append(...args);
      },
    };
    const seen: ImportProgress[] = [];
    const many = Array.from({ length: 59 }, (_, index) => body(`org-${index}`)).join('');
    const imports = new ImportService({ store: slow, evidence: world.evidence, clock, random });
    await imports.run(parsed(file(batch('b1', many))), { actor: clerk, onProgress: (progress) => seen.push(progress) });
    expect(seen).toEqual([
      { batchId: 'b1', phase: 'CHECKING', done: 50, total: 60, perSecond: 0 },
      { batchId: 'b1', phase: 'CHECKING', done: 60, total: 60, perSecond: 0 },
      { batchId: 'b1', phase: 'RECORDING', done: 50, total: 60, perSecond: 2 },
      { batchId: 'b1', phase: 'RECORDING', done: 60, total: 60, perSecond: 2 },
    ]);
  });
});

describe('a dry run', () => {
  test('reports what an import would do, over all batches, and keeps nothing', async () => {
    const dry = await under.imports.run(sample(), { actor: clerk, dryRun: true });
    expect(await under.log()).toEqual([]);
    expect(dry.summary).toMatchObject({ batches: 5, commands: 87, events: 91, unchanged: 0 });
    expect(await under.imports.run(sample(), { actor: clerk })).toEqual(dry);
    expect(await under.log()).toHaveLength(91);
  });
});

describe('an import that is repeated', () => {
  test('changes nothing', async () => {
    await under.imports.run(sample(), { actor: clerk });
    const before = await under.events();
    expect(await under.imports.run(sample(), { actor: clerk })).toEqual({
      summary: { batches: 5, commands: 87, events: 0, unchanged: 87, warnings: {} },
      problems: [],
    });
    expect(await under.events()).toEqual(before);
  });

  const small = file(
    batch('b1', body('org-1') + body('org-2', ', parentId: org-1')),
    batch('b2', body('org-3') + '      - RegisterOffice: off-1\n        data: { title: Chủ tịch, orgId: org-3 }\n'),
  );

  test.each([1, 2, 3, 4, 5, 6])('completes one that broke off at its append %s', async (at) => {
    const { world, clock, random } = under;
    const failing = new ImportService({ store: failingAt(world.store, at), evidence: world.evidence, clock, random });
    await expect(run(small, failing)).rejects.toThrow('disk full');
    expect(await under.log()).toHaveLength(at - 1);
    const report = await run(small);
    expect(report.summary).toEqual({ batches: 2, commands: 6, events: 7 - at, unchanged: at - 1, warnings: {} });
    expect(await under.log()).toEqual([
      'source:src-b1 SourceRegistered',
      'organization:org-1 OrganizationRegistered',
      'organization:org-2 OrganizationRegistered',
      'source:src-b2 SourceRegistered',
      'organization:org-3 OrganizationRegistered',
      'office:off-1 OfficeRegistered',
    ]);
  });

  test('completes an agreement that broke off between the signatures', async () => {
    const { world, clock, random } = under;
    const failing = new ImportService({ store: failingAt(world.store, 84), evidence: world.evidence, clock, random });
    await expect(failing.run(sample(), { actor: clerk })).rejects.toThrow('disk full');
    const signed = (log: readonly string[]) =>
      log.filter((line) => line === 'agreement:agr-hn-2022 PartySigned').length;
    expect(signed(await under.log())).toBe(2);
    expect((await under.imports.run(sample(), { actor: clerk })).summary).toMatchObject({ batches: 5, unchanged: 83 });
    const completed = await under.events();

    const fresh = await importUnderTest();
    await fresh.imports.run(sample(), { actor: clerk });
    expect(await fresh.events()).toEqual(completed);
    await fresh.world.close();
  });

  test('invariant 1: is refused where a command of the same place says something else now', async () => {
    const moved = (day: string): string =>
      `      - ReparentOrganization: org-1
        data: { parentId: null, effectiveFrom: { earliest: ${day}, latest: ${day}, precision: DAY, certainty: STATED } }
`;
    const text = (day: string) => file(batch('b1', body('org-0') + body('org-1', ', parentId: org-0') + moved(day)));
    await run(text('2020-01-01'));
    expect(printed(await run(text('2020-01-02')))).toEqual([
      expect.stringMatching(/^test\.yaml:10:9 b1 ReparentOrganization org-1 commandId: COMMAND_ID_REUSED /),
    ]);
  });

  test('may rest on a source that another batch registered alike, but not on one that it changes', async () => {
    await run(file(batch('b1', body('org-1'), 'src')));
    const alike = file(batch('b2', body('org-2'), 'src'));
    expect((await run(alike)).summary).toEqual({ batches: 1, commands: 2, events: 1, unchanged: 1, warnings: {} });
    expect(printed(await run(alike.replace('b2', 'b3').replace('Bài báo', 'Bài khác')))[0]).toMatch(
      /^test\.yaml:4:15 b3 RegisterSource src id: ID_EXISTS /,
    );
  });
});

describe('a batch with a command that is refused', () => {
  test('leaves nothing of itself, keeps the batches before it and stops those after it', async () => {
    const report = await run(
      file(
        batch('b1', body('org-1')),
        batch('b2', body('org-2') + body('org-3', ', parentId: org-9')),
        batch('b3', body('org-4')),
      ),
    );
    expect(report).toEqual({
      summary: { batches: 1, commands: 2, events: 2, unchanged: 0, warnings: {} },
      problems: [
        {
          file: 'test.yaml',
          line: 14,
          column: 62,
          field: 'parentId',
          batchId: 'b2',
          command: 'RegisterOrganization org-3',
          code: 'NOT_FOUND',
          vi: 'Không tìm thấy trong hệ thống (tổ chức): org-9.',
          en: 'Not found (organisation): org-9.',
        },
      ],
    });
    expect(await under.log()).toEqual(['source:src-b1 SourceRegistered', 'organization:org-1 OrganizationRegistered']);
  });

  test('is told of every refused command, twenty at most', async () => {
    const many = (count: number) =>
      file(batch('b1', Array.from({ length: count }, (_, index) => body(`org-${index}`, ', parentId: x')).join('')));
    expect((await run(many(3))).problems.map(({ line }) => line)).toEqual([7, 9, 11]);
    expect((await run(many(30))).problems).toHaveLength(20);
    expect(await under.log()).toEqual([]);
  });

  const office = '      - RegisterOffice: off-1\n        data: { title: Chủ tịch, orgId: org-1 }\n';
  const agreement = `      - RegisterExistingAgreement: agr-1
        occurred: { earliest: 2021-11-12, latest: 2021-11-12, precision: DAY, certainty: STATED }
        claims: [{ path: leadIssuer, certainty: INFERRED }]
        reason: vì sao
        data:
          kind: COORDINATION_REGULATION
          subject: Quy chế
          status: IN_FORCE
          effectivenessRule: ALL_SIGNED
          parties:
            - { partyId: a, side: A, bodyIds: [org-1] }
            - { partyId: b, side: B, bodyIds: [org-2] }
          number: 02-QC/ĐUK
`;
  test.each([
    ['a missing field', 'subject: Quy chế\n', '\n', '14:9', 'subject: INPUT_INVALID'],
    [
      'a field too many',
      'subject: Quy chế',
      'subject: Quy chế\n          colour: red',
      '17:11',
      'colour: INPUT_INVALID',
    ],
    ['a wrong type', 'subject: Quy chế', 'subject: [Quy chế]', '16:11', 'subject: INPUT_INVALID'],
    ['a word outside its list', 'status: IN_FORCE', 'status: ACTIVE', '17:11', 'status: INPUT_INVALID'],
    ['text that is too long', 'subject: Quy chế', `subject: ${'x'.repeat(1001)}`, '16:11', 'subject: INPUT_INVALID'],
    [
      'a time of recording in the data',
      'number:',
      'recordedAt: 2020-01-01\n          number:',
      '22:11',
      'recordedAt: RECORDED_AT_FORBIDDEN',
    ],
    [
      'a day that no calendar has',
      'latest: 2021-11-12',
      'latest: 2021-02-30',
      '11:43',
      'occurred/latest: INPUT_INVALID',
    ],
    ['a day of the future', /2021-11-12/g, '2031-11-12', '11:9', 'occurred: OCCURRED_IN_FUTURE'],
    ['a claim without certainty', ', certainty: INFERRED }', ' }', '12:18', 'claims/0/certainty: INPUT_INVALID'],
    ['a body that is not registered', '[org-2]', '[org-9]', '21:38', 'parties/b/bodyIds: NOT_FOUND'],
    ['one body on both sides', '[org-2]', '[org-1]', '21:15', 'parties/b: PARTY_ON_BOTH_SIDES'],
    ['a number of unknown form', '02-QC/ĐUK', '02-XX/ĐUK', '22:11', 'number: DOCNUM_UNKNOWN_SYMBOL'],
  ])('is told the place of the field: %s', async (_, found, instead, place, complaint) => {
    const text = file(batch('b1', body('org-1') + body('org-2') + agreement + office)).replace(found, instead);
    const report = await run(text);
    expect(
      printed(report).map((line) => line.slice(0, line.indexOf(' ', line.indexOf(complaint) + complaint.length))),
    ).toEqual([`test.yaml:${place} b1 RegisterExistingAgreement agr-1 ${complaint}`]);
    expect(await under.log()).toEqual([]);
  });

  test('can follow from what somebody else recorded after the check; then running it again tells so', async () => {
    const { world, clock, random } = under;
    let raced = false;
    const contended: StreamStore = {
      read: world.store.read.bind(world.store),
      readMany: world.store.readMany.bind(world.store),
      append: async (stream, events, expected) => {
        if (stream.type === 'organization' && !raced) {
          raced = true;
          await world.must('RegisterOrganization', 'org-1', {
            name: 'Trước',
            kind: 'UNION_FEDERATION',
            decisionDocId: 'doc-1',
          });
        }
        return world.store.append(stream, events, expected);
      },
    };
    const text = file(batch('b1', body('org-1') + body('org-2')));
    const imports = new ImportService({ store: contended, evidence: world.evidence, clock, random });
    const complaint = /^test\.yaml:6:9 b1 RegisterOrganization org-1 id: ID_EXISTS /;
    expect(printed(await run(text, imports))).toEqual([expect.stringMatching(complaint)]);
    expect(printed(await run(text))).toEqual([expect.stringMatching(complaint)]);
    expect(await under.log()).toEqual(['source:src-b1 SourceRegistered', 'organization:org-1 OrganizationRegistered']);
  });
});

describe('who imports', () => {
  test.each(roles.filter((role) => role !== 'CLERK'))('is a clerk, never %s', async (role) => {
    const actor = { role, personKey: 'p-other' };
    const { problems, summary } = await under.imports.run(
      parsed(file(batch('b1', '').replace('commands:', 'commands: []'))),
      { actor },
    );
    expect(problems.map(({ code }) => code)).toEqual(['ROLE_NOT_ALLOWED']);
    expect(summary.events).toBe(0);
    expect(await under.log()).toEqual([]);
  });

  test('leaves no refusals on record: the report names them', async () => {
    const { world } = under;
    await run(file(batch('b1', body('org-1', ', parentId: x'))));
    await world.refusals.flush();
    expect(await world.refusals.list({}, 10)).toEqual([]);
  });
});

const pick = ({
  source,
  origin,
  occurred,
  actor,
}: {
  source?: unknown;
  origin: unknown;
  occurred: unknown;
  actor: unknown;
}) => ({
  source,
  origin,
  occurred,
  actor,
});
