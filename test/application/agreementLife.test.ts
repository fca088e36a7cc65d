import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  actors,
  createWorld,
  draft,
  openForSigning,
  registerBodies,
  signOnPaper,
  type World,
} from '../support/world.js';

const day = (on: string) => ({ earliest: on, latest: on, precision: 'DAY', certainty: 'STATED' });
const decided = { decisionDocId: 'doc-1', effectiveFrom: day('2026-03-01') };
const { leader, clerk } = actors;
const superior = { ...leader, personKey: 'p-superior', onBehalfOfOrgId: 'org-top' };
const other = { ...leader, personKey: 'p-other', onBehalfOfOrgId: 'org-other' };
const leaderB = { ...leader, personKey: 'p-leader-b', onBehalfOfOrgId: 'org-b' };
const contributor = { role: 'CONTRIBUTOR', personKey: 'p-c', onBehalfOfOrgId: 'org-b' } as const;
const archivist = { role: 'ARCHIVIST', personKey: 'p-archivist' } as const;

describe('an agreement led on', () => {
  let world: World;

  beforeEach(async () => {
    world = await createWorld();
    await registerBodies(world);
    for (const id of ['org-top', 'org-other', 'org-new'])
      await world.must('RegisterOrganization', id, { name: id, kind: 'UNION_FEDERATION', decisionDocId: 'doc-1' });
    await world.must('ReparentOrganization', 'org-a', { parentId: 'org-top', ...decided });
  });
  afterEach(() => world.close());

  const inForce = async (id = 'agr-1'): Promise<void> => {
    const sha = await openForSigning(world, id, draft);
    for (const letter of ['a', 'b']) await signOnPaper(world, id, letter, sha);
    await world.must('BringIntoForce', id, {}, { by: leader });
  };
  const codeOf = async (...sent: Parameters<World['send']>) => {
    const outcome = await world.send(...sent);
    return outcome.ok ? outcome.events.map(({ type }) => type) : outcome.rejection.code;
  };

  test('takes opinions of registered organisations, and counts them', async () => {
    const by = actors.drafter;
    await world.must('DraftAgreement', 'agr-1', draft, { by });
    await world.must('OpenConsultation', 'agr-1', { audience: ['org-b'], textVersion: 1 }, { by });
    const opinion = { opinionId: 'op-1', orgId: 'org-b', stance: 'AGREE', text: 'Nhất trí.' };
    await world.must('SubmitOpinion', 'agr-1', opinion, { by: contributor });
    const nobody = { ...contributor, onBehalfOfOrgId: 'nobody' };
    const unknown = { ...opinion, opinionId: 'op-2', orgId: 'nobody' };
    expect(await codeOf('SubmitOpinion', 'agr-1', unknown, { by: nobody })).toBe('NOT_FOUND');
    await world.must(
      'DisposeOpinion',
      'agr-1',
      { opinionId: 'op-1', disposition: 'ACCEPTED', explanation: 'Cảm ơn.' },
      { by },
    );
    const [closed] = await world.must('CloseConsultation', 'agr-1', {}, { by });
    expect(closed?.data).toEqual({ counts: { AGREE: 1, AGREE_WITH_CHANGES: 0, DISAGREE: 0, NO_OPINION: 0 } });
  });

  test('has its clerk confirm who may sign', async () => {
    await openForSigning(world, 'agr-1', draft);
    const data = { partyId: 'b', officeId: 'off-b', capacity: 'ON_BEHALF_OF_BODY' };
    const by = { ...clerk, onBehalfOfOrgId: 'org-b' };
    expect(await codeOf('ConfirmSigningAuthority', 'agr-1', { ...data, officeId: 'off-a' }, { by })).toBe(
      'AUTHORITY_NOT_PROVEN',
    );
    const [confirmed] = await world.must('ConfirmSigningAuthority', 'agr-1', data, { by });
    expect(confirmed?.meta.basedOn).toEqual([
      { stream: 'organization:org-b', version: 1 },
      { stream: 'office:off-b', version: 2 },
    ]);
  });

  test('is suspended, resumed and terminated by a superior, and by nobody else’s', async () => {
    await inForce();
    const suspend = { reason: 'sắp xếp', ...decided };
    expect(await codeOf('SuspendAgreement', 'agr-1', suspend, { by: other })).toBe('ROLE_NOT_ALLOWED');
    await world.must('SuspendAgreement', 'agr-1', suspend, { by: superior });
    await world.must('ResumeAgreement', 'agr-1', suspend, { by: leader });
    expect(await codeOf('TerminateAgreement', 'agr-1', { ground: 'MUTUAL', ...decided }, { by: other })).toBe(
      'ROLE_NOT_ALLOWED',
    );
    await world.must('TerminateAgreement', 'agr-1', { ground: 'MUTUAL', ...decided }, { by: leaderB });
    await world.must(
      'ArchiveAgreement',
      'agr-1',
      { retention: { code: 'VINH_VIEN', basisDocId: 'doc-2' }, fonds: 'P1' },
      { by: archivist },
    );
  });

  test('is renewed and superseded by agreements on record only, and says what it looked at', async () => {
    await inForce();
    const effectiveFrom = day('2026-03-01');
    expect(await codeOf('RenewAgreement', 'agr-1', { successorId: 'agr-2', effectiveFrom }, { by: leader })).toBe(
      'NOT_FOUND',
    );
    await world.must('DraftAgreement', 'agr-2', draft, { by: actors.drafter });
    expect(await codeOf('SupersedeAgreement', 'agr-1', { byAgreementId: 'agr-3', effectiveFrom }, { by: leader })).toBe(
      'NOT_FOUND',
    );
    const [renewed] = await world.must(
      'RenewAgreement',
      'agr-1',
      { successorId: 'agr-2', effectiveFrom },
      { by: leader },
    );
    expect(renewed?.meta.basedOn).toContainEqual({ stream: 'agreement:agr-2', version: 1 });
  });

  test('invariant 57: has a party succeeded by a body that stands, with the organisation behind it', async () => {
    await inForce();
    await world.must('DissolveOrganization', 'org-b', { ...decided, successors: ['org-new'] });
    await world.must('DissolveOrganization', 'org-other', decided);
    const succeed = (toBodyIds: readonly string[]) => ({ partyId: 'b', toBodyIds, ...decided });
    expect(await codeOf('SucceedParty', 'agr-1', succeed(['org-other']))).toBe('SUCCESSION_INVALID');
    const [succeeded] = await world.must('SucceedParty', 'agr-1', succeed(['org-new']));
    expect(succeeded?.data).toEqual({ ...succeed(['org-new']), organizationId: 'org-new' });
  });

  test('invariants 29 and 58: admits parties that stand, where parties join one by one', async () => {
    await openForSigning(world, 'agr-1', { ...draft, effectivenessRule: 'PER_COUNTERPARTY' });
    const party = (id: string) => ({ party: { partyId: id, side: 'B', bodyIds: [id] } });
    expect(await codeOf('AdmitParty', 'agr-1', party('org-new'), { by: leader })).toBe('STATE_NOT_ALLOWED');
    await inForce('agr-2');
    expect(await codeOf('AdmitParty', 'agr-2', party('org-new'), { by: leader })).toBe('ACCESSION_NOT_ALLOWED');
  });

  test('gets a steering committee while it is signed or in force, as it stood on that day', async () => {
    const establish = { agreementId: 'agr-1', headOfficeId: 'off-a', members: ['off-b'], decisionDocId: 'doc-1' };
    expect(await codeOf('EstablishSteeringCommittee', 'ste-1', establish, { by: leader })).toBe('NOT_FOUND');
    await inForce();
    expect(await codeOf('EstablishSteeringCommittee', 'ste-1', establish, { by: other })).toBe('ROLE_NOT_ALLOWED');
    const [established] = await world.must('EstablishSteeringCommittee', 'ste-1', establish, { by: leaderB });
    expect(established).toMatchObject({ stream: { type: 'steering', id: 'ste-1', version: 1 }, data: establish });
    world.now = '2026-03-04T02:00:00.000Z';
    await world.must(
      'TerminateAgreement',
      'agr-1',
      { ground: 'MUTUAL', ...decided, effectiveFrom: day('2026-03-04') },
      { by: leader },
    );
    world.now = '2026-03-05T02:00:00.000Z';
    expect(await codeOf('EstablishSteeringCommittee', 'ste-2', establish, { by: leader })).toBe('STATE_NOT_ALLOWED');
    const late = {
      by: leader,
      occurred: day('2026-03-03'),
      reason: 'gửi muộn',
      source: { kind: 'PAPER', ref: 'src-1', certainty: 'STATED' },
    };
    expect(await codeOf('EstablishSteeringCommittee', 'ste-2', establish, late)).toEqual([
      'SteeringCommitteeEstablished',
    ]);
  });
});
