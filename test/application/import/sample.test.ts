import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { AgreementState } from '../../../src/domain/agreement/index.js';
import type { Recorded } from '../../../src/domain/kernel/event.js';
import type { OfficeState } from '../../../src/domain/office/index.js';
import type { OrganizationState } from '../../../src/domain/organization/index.js';
import type { SourceState } from '../../../src/domain/source/index.js';
import {
  agreements,
  hanoiCoreTasks,
  hanoiFields,
  offices,
  organizations,
  replay,
  sources,
} from '../../support/seeds.js';
import {
  alsoCalled,
  bodiesOfKind,
  bodiesOfLevel,
  members,
  published,
  remarks,
  spellings,
} from '../../support/seedDetails.js';
import { clerk, importUnderTest, type ImportUnderTest, sample } from './support.js';

let under: ImportUnderTest;
let log: readonly Recorded[];

beforeAll(async () => {
  under = await importUnderTest();
  const { problems } = await under.imports.run(sample(), { actor: clerk });
  expect(problems).toEqual([]);
  log = await under.events();
});
afterAll(() => under.world.close());

const idsOf = (type: string): readonly string[] =>
  log.filter((event) => event.type === type).map(({ stream }) => stream.id);
const agreement = async (id: string, asOf?: string) =>
  (await under.world.history.at<AgreementState>({ type: 'agreement', id }, asOf === undefined ? {} : { asOf })).state;
const sorted = (list: readonly string[]): readonly string[] => [...list].sort();
const { hanoi, hoChiMinhCity, namDinh } = agreements;

describe('the sample', () => {
  test('registers the five sources, in the order in which they are taken up', async () => {
    expect(idsOf('SourceRegistered')).toEqual(sources.map(({ id }) => id));
    for (const { id, title, eventType } of sources)
      expect((await under.world.history.at<SourceState>({ type: 'source', id })).state.registered).toMatchObject({
        kind: 'PRESS',
        title,
        eventType,
      });
  });

  test('registers every body with its name, abbreviations and parent', async () => {
    expect(sorted(idsOf('OrganizationRegistered'))).toEqual(sorted(organizations.map(([id]) => id)));
    for (const [id, name, abbreviations, parentId] of organizations)
      expect((await under.world.history.at<OrganizationState>({ type: 'organization', id })).state).toMatchObject({
        name,
        abbreviations,
        parentId,
      });
  });

  test('registers every office with its title and body', async () => {
    expect(sorted(idsOf('OfficeRegistered'))).toEqual(sorted(offices.map(([id]) => id)));
    for (const [id, title, orgId] of offices)
      expect((await under.world.history.at<OfficeState>({ type: 'office', id })).state).toMatchObject({ title, orgId });
  });

  test('keeps of every body its kind, level, spellings, class and what else is said of it', async () => {
    const listing = (lists: Readonly<Record<string, readonly string[]>>, id: string): string | null =>
      Object.keys(lists).find((key) => lists[key]?.includes(id)) ?? null;
    for (const [id] of organizations) {
      const { state } = await under.world.history.at<OrganizationState>({ type: 'organization', id });
      expect({ id, memberOfClassId: null, ...state }).toMatchObject({
        id,
        kind: listing(bodiesOfKind, id),
        level: listing(bodiesOfLevel, id),
        spellings: spellings[id] ?? [],
        memberOfClassId: members[id] ?? null,
        ...remarks[id],
      });
    }
  });

  test('keeps of every office the other capacities of its holder', async () => {
    for (const [id] of offices)
      expect((await under.world.history.at<OfficeState>({ type: 'office', id })).state.also).toEqual(
        alsoCalled[id] ?? [],
      );
  });

  test('keeps of every article who published it and when, as far as it is known', async () => {
    for (const { id } of sources) {
      const { state } = await under.world.history.at<SourceState>({ type: 'source', id });
      expect({ id, publisher: null, ...state.registered }).toMatchObject({
        id,
        publisher: null,
        ...published[id],
      });
    }
  });

  test('rests every event on the source of its batch, in the channel of imports', () => {
    const known: readonly string[] = sources.map(({ id }) => id);
    for (const { meta } of log) {
      expect(meta.origin.channel).toBe('IMPORT');
      expect(known).toContain(meta.source?.ref);
    }
  });

  test('marks what is our modelling, not the article’s word, as inferred', () => {
    for (const { type, data, meta } of log.filter((event) => event.type === 'OrganizationRegistered')) {
      const inferred = (meta.claims ?? []).filter(({ certainty }) => certainty === 'INFERRED').map(({ path }) => path);
      const modelled = ['kind', 'level', 'parentId', 'memberOfClassId', 'jointOf'] as const;
      const given = modelled.filter((path) => ((data as Record<string, unknown>)[path] ?? null) !== null);
      expect({ type, inferred: inferred.filter((path) => path !== 'name') }).toEqual({ type, inferred: given });
    }
  });

  test.each(Object.entries(replay))('gives %s its events in order (reference 4.12)', (id, events) => {
    const own = log.filter(({ stream }) => stream.type === 'agreement' && stream.id === id);
    expect(own.map(({ type }) => type)).toEqual(events);
  });
});

describe('agr-hn-2022 of the sample', () => {
  test('is in force from some day of 2022 on, inferred, with neither number nor day of signing', async () => {
    expect(await agreement(hanoi.id)).toMatchObject({
      status: 'IN_FORCE',
      kind: hanoi.kind,
      subject: hanoi.subject,
      effectivenessRule: 'PER_COUNTERPARTY',
      number: hanoi.number,
      leadIssuer: null,
      period: hanoi.period,
      effectiveFrom: hanoi.inForceFrom,
      signedOn: { precision: 'UNKNOWN', certainty: 'UNKNOWN' },
      text: { version: 1, sha256: null, clauses: [] },
    });
    expect((await agreement(hanoi.id, '2023-03-01')).status).toBe('IN_FORCE');
    expect((await agreement(hanoi.id, '2021-12-31')).status).toBe('NONE');
  });

  test('has side A as one joint party, side B as a class with four members known, and unknown hands under it', async () => {
    const { parties } = await agreement(hanoi.id);
    expect(
      parties.map(({ side, bodyIds, jointBody, classOrgId, memberOf, status, enumerationComplete, signatures }) => ({
        side,
        bodyIds,
        jointBody,
        classOrgId,
        memberOf,
        status,
        enumerationComplete,
        hands: signatures.map(({ officeId, capacity, textSha256 }) => ({ officeId, capacity, textSha256 })),
      })),
    ).toEqual([
      { side: 'A', bodyIds: hanoi.sideA, jointBody: true, status: 'SIGNED', hands: [nobodyNamed] },
      {
        side: 'B',
        bodyIds: [],
        jointBody: false,
        classOrgId: hanoi.classOrgId,
        status: 'PROPOSED',
        enumerationComplete: false,
        hands: [],
      },
      ...hanoi.members.map((bodyId) => ({
        side: 'B',
        bodyIds: [bodyId],
        jointBody: false,
        memberOf: 'party-b',
        status: 'SIGNED',
        hands: [nobodyNamed],
      })),
    ]);
  });

  test('invariants 15, 21, 26: keeps the rules that history did not satisfy as warnings on each signature', () => {
    const signed = log.filter(({ type }) => type === 'PartySigned');
    const codes = signed.map(({ data }) =>
      (data as { warnings: readonly { code: string }[] }).warnings.map(({ code }) => code),
    );
    expect(codes).toEqual(Array(5).fill(['SIGNED_TEXT_MISMATCH', 'AUTHORITY_NOT_PROVEN', 'PAPER_EVIDENCE_REQUIRED']));
  });

  test('has two wordings of each field, one per source, and two core tasks', async () => {
    const { fields, coreTasks } = await agreement(hanoi.id);
    const worded = (list: readonly { sourceId: string; asWritten: string }[] = []) =>
      list.map(({ sourceId, asWritten }) => [sourceId, asWritten]);
    expect(fields.map(({ fieldId, observations }) => [fieldId, worded(observations)])).toEqual(
      hanoiFields.map(({ id, s0, s2 }) => [
        id,
        [
          ['src-s0', s0],
          ['src-s2', s2],
        ],
      ]),
    );
    expect(Object.entries(coreTasks).map(([id, observations]) => [id, worded(observations)])).toEqual(
      hanoiCoreTasks.map(({ id, s2 }) => [id, [['src-s2', s2]]]),
    );
  });

  test('links the second source as inferred, with its reason and its other name for the agreement', async () => {
    expect((await agreement(hanoi.id)).sources).toEqual([
      { sourceId: 'src-s0', certainty: 'STATED' },
      { sourceId: 'src-s2', certainty: 'INFERRED', basis: hanoi.sameBasis, alsoCalled: hanoi.alsoCalled },
    ]);
  });
});

const nobodyNamed = { officeId: null, capacity: null, textSha256: null };

describe('the other agreements of the sample', () => {
  test('agr-hcm-2020 is in force, its day of signing bounded from above only', async () => {
    const state = await agreement(hoChiMinhCity.id);
    expect(state).toMatchObject({
      status: 'IN_FORCE',
      kind: hoChiMinhCity.kind,
      subject: hoChiMinhCity.subject,
      number: { asWritten: hoChiMinhCity.number, canonical: hoChiMinhCity.canonicalNumber },
      leadIssuer: hoChiMinhCity.leadIssuer.id,
      period: hoChiMinhCity.period,
      signedOn: hoChiMinhCity.signedOn,
      effectiveFrom: hoChiMinhCity.signedOn,
    });
    expect(state.signedOn).not.toHaveProperty('earliest');
    expect(state.parties.map(({ bodyIds }) => bodyIds)).toEqual(hoChiMinhCity.parties);
    expect(state.warnings.map(({ code, path }) => [code, path])).toEqual([
      ['INNER_SPACE_REMOVED', 'number'],
      ['TYPE_CODE_NOT_LISTED', 'number'],
      ['CONVENTION_MISMATCH', 'number'],
      ['SIGNED_ON_UNKNOWN', 'signedOn'],
    ]);
  });

  test('agr-nd-2021 exists since the date of its document and has no term', async () => {
    const state = await agreement(namDinh.id);
    expect(state).toMatchObject({
      status: 'IN_FORCE',
      kind: namDinh.kind,
      subject: namDinh.subject,
      number: { asWritten: namDinh.number, canonical: namDinh.canonicalNumber },
      leadIssuer: namDinh.leadIssuer.id,
      period: null,
      signedOn: null,
      effectiveFrom: namDinh.inForceFrom,
    });
    expect(state.parties.map(({ bodyIds }) => bodyIds)).toEqual(namDinh.parties);
    expect(state.warnings.map(({ code }) => code)).toEqual(['SIGNED_ON_UNKNOWN']);
    const [registered] = log.filter(({ stream }) => stream.id === namDinh.id);
    expect(registered?.meta.occurred).toMatchObject({
      earliest: namDinh.documentDay,
      latest: namDinh.documentDay,
      certainty: 'STATED',
    });
  });

  test.each([hoChiMinhCity, namDinh])(
    'the lead issuer of $id is inferred, with its reason',
    async ({ id, leadIssuer }) => {
      const { certainty, basis } = leadIssuer;
      expect((await agreement(id)).uncertain.leadIssuer).toMatchObject({ path: 'leadIssuer', certainty, basis });
    },
  );
});

describe('what the articles leave open', () => {
  test('S0 reports a signing but no signatory: from it alone the agreement is still being signed', async () => {
    const upToS0 = await importUnderTest();
    const { file, batches } = sample();
    await upToS0.imports.run({ file, batches: batches.filter(({ id }) => id !== 's2') }, { actor: clerk });
    const { state } = await upToS0.world.history.at<AgreementState>({ type: 'agreement', id: hanoi.id });
    expect(state.status).toBe('SIGNING');
    expect(state.parties.map(({ status }) => status)).toEqual(['PROPOSED', 'PROPOSED']);
    await upToS0.world.close();
  });

  test('S1 mentions no agreement: nothing of an agreement rests on it', () => {
    const resting = log.filter(({ stream, meta }) => stream.type === 'agreement' && meta.source?.ref === 'src-s1');
    expect(resting).toEqual([]);
  });

  test('the date above S3 is that of the copy, not of its publication', async () => {
    const { state } = await under.world.history.at<SourceState>({ type: 'source', id: 'src-s3' });
    expect(state.registered?.publishedOn).toEqual({
      precision: 'UNKNOWN',
      certainty: 'UNKNOWN',
      asWritten: 'Thứ Năm, ngày 8 tháng 6 năm 2023',
      basis: 'header is 76 days after the event: page-view or crawl date, not the publication date',
    });
  });

  test('slips of S4 are kept as written beside what was meant', async () => {
    const body = await under.world.history.at<OrganizationState>({ type: 'organization', id: 'org-nd-bdvnc' });
    expect(body.state).toMatchObject({ asWritten: 'Ban Dân dận - Nội chính', corrected: 'Ban Dân vận - Nội chính' });
    const office = await under.world.history.at<OfficeState>({ type: 'office', id: 'off-nd-bdvnc-tb' });
    expect(office.state).toMatchObject({
      asWritten: 'Trưởng ban Dân dận - Nội chính',
      corrected: 'Trưởng ban Dân vận - Nội chính',
    });
  });

  test('the province of S4 is named only in passing: the names that bear it are inferred', () => {
    const inferred = log.filter(({ meta }) =>
      meta.claims?.some(({ path, certainty }) => path === 'name' && certainty === 'INFERRED'),
    );
    expect(sorted(inferred.map(({ stream }) => stream.id))).toEqual(['org-hcm-ttv', 'org-nd-duk', 'org-nd-ldld']);
  });
});
