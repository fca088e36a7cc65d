import { createHash, randomUUID } from 'node:crypto';
import { hashText } from '../../src/application/digests.js';
import type { Role } from '../../src/domain/kernel/event.js';

/** One command as it is sent, always with the same id, and the events that it must lead to: all of them or none. */
export interface Sent {
  readonly mutation: string;
  readonly input: Readonly<Record<string, unknown>> & { readonly id: string; readonly commandId: string };
  readonly role: Role;
  readonly leadsTo: readonly string[];
}

/** What the server answered to it: the ids of the events. */
export interface Acknowledged extends Sent {
  readonly eventIds: readonly string[];
}

const clauses = (howOften: string) => [
  { clauseId: 'c1', label: 'Điều 1', body: `Hai bên họp mỗi ${howOften} một lần.` },
];
const textSha256 = hashText({ clauses: clauses('quý') });
export const scan = '%PDF-1.7 trang ký';
export const scanSha256 = createHash('sha256').update(scan).digest('hex');
const decisionDocId = 'doc-decision';
const since2020 = { earliest: '2020-01-01', latest: '2020-01-01', precision: 'DAY', certainty: 'STATED' };

const command = (mutation: string, role: Role, id: string, data: object, leadsTo: readonly string[]): Sent => ({
  mutation,
  input: { id, commandId: randomUUID(), ...data },
  role,
  leadsTo,
});

/** Two organisations, each with an office and its holder. */
export const preparation = ['x', 'y'].flatMap((letter): readonly Sent[] => {
  const office = { title: `Chủ tịch ${letter}`, orgId: `org-${letter}`, decisionDocId };
  const organization = { name: `Liên đoàn Lao động ${letter}`, kind: 'UNION_FEDERATION', decisionDocId };
  const holder = { personKey: `person-${letter}`, effectiveFrom: since2020, decisionDocId };
  return [
    command('registerOrganization', 'CLERK', `org-${letter}`, organization, ['OrganizationRegistered']),
    command('registerOffice', 'CLERK', `off-${letter}`, office, ['OfficeRegistered']),
    command('appointHolder', 'CLERK', `off-${letter}`, holder, ['HolderAppointed']),
  ];
});

/** The life of one agreement: signed on paper by both, so that its last command leads to three events at once. */
const life = (id: string): readonly Sent[] => {
  const paper = (letter: string) => ({
    partyId: letter,
    officeId: `off-${letter}`,
    capacity: 'ON_BEHALF_OF_BODY',
    textSha256,
    scanSha256,
  });
  const presented = { textVersion: 2, textSha256, presenterOfficeId: 'off-x', occasionId: 'cer-1' };
  return [
    command(
      'draftAgreement',
      'DRAFTER',
      id,
      {
        kind: 'COORDINATION_REGULATION',
        subject: 'Quy chế phối hợp công tác',
        leadIssuer: 'org-x',
        effectivenessRule: 'ALL_SIGNED',
        parties: [
          { partyId: 'x', side: 'A', bodyIds: ['org-x'] },
          { partyId: 'y', side: 'B', bodyIds: ['org-y'] },
        ],
        text: { clauses: clauses('năm') },
      },
      ['AgreementDrafted'],
    ),
    command(
      'reviseDraft',
      'DRAFTER',
      id,
      { patch: { clauses: [{ clauseId: 'c1', body: 'Hai bên họp mỗi quý một lần.' }] } },
      ['DraftRevised'],
    ),
    command('finalizeText', 'ORG_LEADER', id, { textVersion: 2, textSha256 }, ['TextFinalized']),
    command('openSigning', 'ORG_LEADER', id, {}, ['SigningOpened']),
    command('presentText', 'CLERK', id, presented, ['TextPresented']),
    command('recordPaperSignature', 'CLERK', id, paper('x'), ['PartySigned', 'PaperCopyConverted']),
    command('recordPaperSignature', 'CLERK', id, paper('y'), [
      'PartySigned',
      'PaperCopyConverted',
      'AgreementFullySigned',
    ]),
  ];
};

/** Drafts one agreement after another; what was sent and not answered is sent again after a kill. */
export class Writer {
  #lives = 0;
  #ahead: readonly Sent[] = [];

  constructor(private readonly name: string) {}

  /** The command to send now: the same until it is answered. */
  get next(): Sent {
    if (this.#ahead.length === 0) this.#ahead = life(`agr-${this.name}-${++this.#lives}`);
    const [next] = this.#ahead;
    if (next === undefined) throw new Error('a life has no commands');
    return next;
  }

  answered(): void {
    this.#ahead = this.#ahead.slice(1);
  }
}

/** Sends a command and gives the ids of its events. Rejects when it is refused, or the server dies before it has answered. */
export const send = async (url: string, token: string, { mutation, input }: Sent): Promise<readonly string[]> => {
  const type = `${mutation[0]?.toUpperCase() ?? ''}${mutation.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { result: ${mutation}(input: $input) { userErrors { code path } events { id } } }`;
  const answer = (await ask(url, token, query, { input })) as {
    readonly data?: {
      readonly result?: { readonly userErrors: readonly unknown[]; readonly events: { readonly id: string }[] };
    };
  };
  const { result } = answer.data ?? {};
  if (result?.userErrors.length !== 0) throw new Error(`${mutation} was answered with ${JSON.stringify(answer)}`);
  return result.events.map(({ id }) => id);
};

/** The answer of a server, as JSON says it. */
export const ask = async (url: string, token: string, query: string, variables: object): Promise<unknown> => {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  return response.json();
};
