import { z } from 'zod';
import { changesBetween } from './changes.js';
import type { Command, CommandsOf } from './command.js';
import { corrected, correctedAt, type Correction, statedAt } from './correction.js';
import { touchedPaths, tooWide } from './correctionScope.js';
import type { Decider, Decision } from './decider.js';
import { type DomainEvent, event, type EventDefinitions, EventMeta, type EventsOf, type Recorded } from './event.js';
import { earliestMs, FuzzyDate, type Tri } from './fuzzyDate.js';
import { Id, Sha256, type StreamRef } from './ids.js';
import { Judge } from './judge.js';
import type { Details } from './rejection.js';

/** CLERICAL: a slip on the document itself (đính chính). RECORD: what was recorded wrongly of it (reference 4.2). */
export const correctionKinds = ['CLERICAL', 'RECORD'] as const;
export type CorrectionKind = (typeof correctionKinds)[number];

/** Longest value that a correction may name, as JSON. */
const maxValueLength = 20_000;
const Value = z.json().refine((value) => JSON.stringify(value).length <= maxValueLength, {
  message: `longer than ${maxValueLength} characters as JSON`,
});
const Reason = z.string().min(1).max(4000);
const CorrectionPath = z.string().min(1).max(400);

/** What a correction rests on: a file in the evidence store or a registered document. */
export const CorrectionEvidence = z.union([z.strictObject({ sha256: Sha256 }), z.strictObject({ docId: Id })]);
const Evidence = z.array(CorrectionEvidence).max(20).readonly();

const changed = {
  correctionId: Id,
  targetEventId: z.string(),
  path: CorrectionPath,
  was: z.json(),
  /** Absent: the member is taken away. */
  now: z.json().optional(),
  evidence: Evidence,
};

/** Events of every aggregate; the two effects are what folds read earlier events by. Stored for ever: add, never rename. */
export const correctionEvents = {
  CorrectionProposed: event({ ...changed, kind: z.enum(correctionKinds) }),
  /** `proposedBy` is the id of the proposing event, which has the reason. */
  ClericalCorrectionRecorded: event({ ...changed, proposedBy: z.string() }),
  RecordCorrected: event({ ...changed, proposedBy: z.string() }),
  CorrectionRejected: event({ correctionId: Id, reason: Reason }),
} as const;
export type CorrectionEvent = EventsOf<typeof correctionEvents>;

/** Commands that every aggregate takes, each addressed with the type of its stream. */
export const correctionCommands = {
  /** The envelope's `reason` is compulsory. `was` is the value now known; a `now` of null may take a member away. */
  ProposeCorrection: {
    roles: ['CLERK'],
    data: z.strictObject({
      correctionId: Id,
      kind: z.enum(correctionKinds),
      targetEventId: z.string().min(1).max(100),
      path: CorrectionPath,
      was: Value,
      now: Value,
      evidence: Evidence.default([]),
    }),
  },
  CountersignCorrection: { roles: ['ORG_LEADER'], data: z.strictObject({ correctionId: Id }) },
  RejectCorrection: { roles: ['ORG_LEADER'], data: z.strictObject({ correctionId: Id, reason: Reason }) },
} as const;
export type CorrectionCommand = CommandsOf<typeof correctionCommands>;
type CorrectionCommandOf<T extends CorrectionCommand['type']> = Extract<CorrectionCommand, { type: T }>;

type Proposed = Omit<Extract<CorrectionEvent, { type: 'CorrectionProposed' }>['data'], 'warnings'>;

/** A correction of an object, from its proposal on. */
export interface CorrectionState extends Proposed {
  readonly status: 'OPEN' | 'RECORDED' | 'REJECTED';
  readonly proposedBy: { readonly eventId: string; readonly personKey: string | null };
  /** The event that recorded or rejected it; null while it is open. */
  readonly decidedBy: string | null;
}

/** A state with the corrections proposed for it, in order; absent while there are none. */
export type Correctable<S> = S & { readonly corrections?: readonly CorrectionState[] };

/** What a correction is judged by; the application supplies it with these commands, and with no others. */
export interface CorrectionFacts {
  /** The event to be corrected as it reads now; absent when the stream has none of that id. */
  readonly target?: Recorded;
  /** What the stream has after that event, in order, as it reads now; nothing if it only came along with another event. */
  readonly later?: readonly Recorded[];
  /** The office or source that the correction names, if nobody registered it. */
  readonly unknown?: { readonly type: StreamRef['type']; readonly id: string };
}

/** What an invariant says of an event: NO refuses, a doubt is kept as a warning. */
interface Ruling {
  readonly answer: Tri;
  readonly code: 'LEGAL_BASIS_POSTDATES';
  readonly details: Details;
}

/** What an aggregate says of its corrections. */
export interface CorrectionRules<S, F> {
  /** Is there such an object? */
  exists(today: S): boolean;
  /** The bodies whose leader countersigns or rejects; null: any body's. */
  owners(id: string, today: S, facts: F): readonly string[] | null;
  /**
   * May a slip of the document be put right at this path? Asked of every path that the correction touches. Absent: its
   * documents are none of this aggregate's.
   */
  clerical?(today: S, path: readonly string[]): boolean;
  /** What no correction reaches. */
  isFixed?(target: Recorded, path: readonly string[]): boolean;
  /** What the invariants say of an event as it reads, as far as a correction may bring it into conflict with one. */
  rulings?(today: S, event: Recorded, now: string): readonly Ruling[];
  /** What later events say that was derived from the day of the target, when that day turns out to be another. */
  derived?(today: S, target: Recorded, later: readonly Recorded[], now: FuzzyDate): readonly Correction[];
}

export const isCorrectionCommand = (command: Command): command is CorrectionCommand =>
  Object.hasOwn(correctionCommands, command.type);

/** Is this one of the events that every aggregate shares? */
export const isCorrectionEvent = <E extends DomainEvent>(
  recorded: Recorded<E | CorrectionEvent>,
): recorded is Recorded<CorrectionEvent> => Object.hasOwn(correctionEvents, recorded.type);

type CorrectionRejection =
  | Ruling['code']
  | 'OCCURRED_IN_FUTURE'
  | 'LATE_RECORD_REASON_REQUIRED'
  | 'CORRECTION_MISMATCH'
  | 'CORRECTION_TOO_WIDE'
  | 'INPUT_INVALID'
  | 'SELF_COUNTERSIGN'
  | 'STATE_NOT_ALLOWED'
  | 'NOT_FOUND'
  | 'ROLE_NOT_ALLOWED'
  | 'ID_EXISTS';

/** Two JSON values say the same; null and absent are one. */
const isSame = (a: unknown, b: unknown): boolean => changesBetween(a ?? null, b ?? null).length === 0;

const parses = ({ type, data, meta }: Recorded, definitions: EventDefinitions): boolean => {
  const { occurred, source } = EventMeta.shape;
  return (
    definitions[type]?.data.safeParse(data).success === true &&
    occurred.safeParse(meta.occurred).success &&
    source.safeParse(meta.source).success
  );
};

/** All that the decision on a correction sees. */
interface About<S, F> {
  readonly judge: Judge<CorrectionRejection>;
  readonly facts: F & { readonly correction?: CorrectionFacts };
  readonly today: Correctable<S>;
  readonly rules: CorrectionRules<S, F>;
  readonly definitions: EventDefinitions;
}

type Change = Correction & { readonly kind: CorrectionKind };

/**
 * The rules on what is changed, at proposing and again at countersigning, since the record moves on in between; the change
 * as it will be stored, without `now` where null takes a member away.
 */
const judgeChange = <S extends object, F extends object>(
  { judge, facts, today, rules, definitions }: About<S, F>,
  change: Change,
  at: (member: 'targetEventId' | 'path' | 'was' | 'now') => string,
  now: string,
): Change => {
  const { kind, path, targetEventId: id } = change;
  const target = facts.correction?.target;
  if (target === undefined) {
    judge.refuse('NOT_FOUND', at('targetEventId'), { type: 'event', id });
    return change;
  }
  const { unknown } = facts.correction ?? {};
  if (unknown !== undefined) judge.refuse('NOT_FOUND', at('now'), unknown);
  const keys = path.split('/');
  const known = statedAt(target, path);
  judge.require(isSame(known, change.was), 'CORRECTION_MISMATCH', at('was'));
  const refused = isCorrectionEvent(target) || keys[0] === 'warnings' || rules.isFixed?.(target, keys) === true;
  const clerical = () => touchedPaths(change).every((touched) => rules.clerical?.(today, touched) === true);
  const allowed = !refused && (kind === 'CLERICAL' ? clerical() : !tooWide(target, change));
  judge.require(allowed, 'CORRECTION_TOO_WIDE', at('path'), { kind });

  const { now: _, ...withoutNow } = change;
  const fitting = (change.now === null ? [change, withoutNow] : [change]).find((each) =>
    parses(corrected(target, each), definitions),
  );
  if (isSame(change.was, change.now)) judge.refuse('INPUT_INVALID', at('now'), { problem: 'changes nothing' });
  else if (fitting === undefined)
    judge.refuse('INPUT_INVALID', at('now'), { problem: 'the event would not be valid with it' });
  else if (!isSame(correctedAt(target, fitting), change.now))
    judge.refuse('INPUT_INVALID', at('path'), { problem: 'leads nowhere in the event' });
  else {
    const result = corrected(target, fitting);
    judge.require(earliestMs(result.meta.occurred) <= Date.parse(now), 'OCCURRED_IN_FUTURE', at('now'));
    const before = rules.rulings?.(today, target, now) ?? [];
    for (const ruling of rules.rulings?.(today, result, now) ?? [])
      if (!before.some((known) => isSame(known, ruling)))
        judge.requireCertainly(ruling.answer, ruling.code, at('now'), ruling.details);
  }
  return fitting ?? change;
};

const propose = <S extends object, F extends object>(
  about: About<S, F>,
  { data, meta }: CorrectionCommandOf<'ProposeCorrection'>,
): Decision<CorrectionEvent> => {
  const { judge, today } = about;
  judge.require(meta.reason !== undefined, 'INPUT_INVALID', 'reason', { problem: 'REASON_REQUIRED' });
  const known = today.corrections?.find(({ correctionId }) => correctionId === data.correctionId);
  if (known !== undefined) {
    const { status: _, proposedBy: __, decidedBy: ___, ...before } = known;
    if (isSame(before, data)) judge.settle();
    else judge.refuse('ID_EXISTS', 'correctionId', { type: 'correction', id: data.correctionId });
  }
  const { now: _, ...named } = data;
  // A repetition of what was carried out meanwhile is no mismatch.
  const change = known === undefined ? judgeChange(about, data, (member) => member, meta.now) : data;
  return judge.conclude<CorrectionEvent>(() => [
    {
      type: 'CorrectionProposed',
      data: { ...named, ...(change.now === undefined ? {} : { now: data.now }) },
    },
  ]);
};

/** The second person: a leader of a body that answers for the object. No import stands in for one. */
const judgeLeader = <S extends object, F extends object>(
  { judge, rules, today, facts }: About<S, F>,
  { type, streamId, meta }: CorrectionCommand,
): void => {
  const { role, onBehalfOfOrgId: mine } = meta.actor;
  const owners = rules.owners(streamId, today, facts);
  const leads = role === 'ORG_LEADER' && (owners === null || (mine !== undefined && owners.includes(mine)));
  judge.require(leads, 'ROLE_NOT_ALLOWED', undefined, { role, command: type, owners });
};

/** The correction that a command is about, when it is still to be decided; one decided the same way is a repetition. */
const judgeOpen = <S extends object, F extends object>(
  { judge, today }: About<S, F>,
  { type, data }: CorrectionCommandOf<'CountersignCorrection' | 'RejectCorrection'>,
): CorrectionState | undefined => {
  const { correctionId: id } = data;
  const found = today.corrections?.find(({ correctionId }) => correctionId === id);
  if (found === undefined) judge.refuse('NOT_FOUND', 'correctionId', { type: 'correction', id });
  else if (found.status === (type === 'CountersignCorrection' ? 'RECORDED' : 'REJECTED')) judge.settle();
  else if (found.status !== 'OPEN')
    judge.refuse('STATE_NOT_ALLOWED', 'correctionId', { state: found.status, command: type, allowed: [] });
  return found?.status === 'OPEN' ? found : undefined;
};

/**
 * What a correction of the day of an event takes with it, so that none of it counts on the wrong day: the events that the
 * same command left after it, which were of that day as well, and what was derived from it.
 */
const following = <S extends object, F extends object>(
  { facts, rules, today }: About<S, F>,
  { path, was, now }: Correction,
): readonly Correction[] => {
  const { target, later = [] } = facts.correction ?? {};
  const day = FuzzyDate.safeParse(now);
  if (path !== 'occurred' || target === undefined || !day.success) return [];
  const along = later.filter(({ meta }) => meta.commandId === target.meta.commandId && isSame(meta.occurred, was));
  return [
    ...along.map(({ eventId: targetEventId }) => ({ targetEventId, path, was, now })),
    ...(rules.derived?.(today, target, later, day.data) ?? []),
  ];
};

const countersign = <S extends object, F extends object>(
  about: About<S, F>,
  command: CorrectionCommandOf<'CountersignCorrection'>,
): Decision<CorrectionEvent> => {
  const { judge } = about;
  judgeLeader(about, command);
  const open = judgeOpen(about, command);
  if (open === undefined) return judge.conclude<CorrectionEvent>(() => []);
  const { kind, proposedBy, status: _, decidedBy: __, ...change } = open;
  const { personKey } = command.meta.actor;
  judge.require(personKey !== undefined && personKey !== proposedBy.personKey, 'SELF_COUNTERSIGN', 'correctionId');
  judgeChange(about, { ...change, now: change.now ?? null, kind }, () => 'correctionId', command.meta.now);
  const type = kind === 'CLERICAL' ? 'ClericalCorrectionRecorded' : 'RecordCorrected';
  return judge.conclude<CorrectionEvent>(() =>
    [change, ...following(about, change)].map((each) => ({
      type,
      data: { ...change, ...each, proposedBy: proposedBy.eventId } as Extract<
        CorrectionEvent,
        { type: typeof type }
      >['data'],
    })),
  );
};

const reject = <S extends object, F extends object>(
  about: About<S, F>,
  command: CorrectionCommandOf<'RejectCorrection'>,
): Decision<CorrectionEvent> => {
  judgeLeader(about, command);
  judgeOpen(about, command);
  return about.judge.conclude<CorrectionEvent>(() => [{ type: 'CorrectionRejected', data: command.data }]);
};

const decided = (
  corrections: readonly CorrectionState[],
  id: string,
  status: CorrectionState['status'],
  decidedBy: string,
): readonly CorrectionState[] =>
  corrections.map((each) =>
    // Of several events that carry it out the first decided it.
    each.correctionId === id && each.status === 'OPEN' ? { ...each, status, decidedBy } : each,
  );

const evolveCorrections = (
  corrections: readonly CorrectionState[],
  { type, data, eventId, meta }: Recorded<CorrectionEvent>,
): readonly CorrectionState[] => {
  switch (type) {
    case 'CorrectionProposed': {
      const { warnings: _, ...proposed } = data;
      const proposedBy = { eventId, personKey: meta.actor.personKey ?? null };
      return [...corrections, { ...proposed, status: 'OPEN', proposedBy, decidedBy: null }];
    }
    case 'ClericalCorrectionRecorded':
    case 'RecordCorrected':
      return decided(corrections, data.correctionId, 'RECORDED', eventId);
    case 'CorrectionRejected':
      return decided(corrections, data.correctionId, 'REJECTED', eventId);
  }
};

/**
 * An aggregate whose events two persons may correct (reference 4.2, Corrections; 4.11, 7, 34 and 63): a clerk proposes, a
 * leader of a body that answers for the object countersigns or rejects, in any state, closed ones too. What an event says
 * after its correction is for the readers of streams (`corrected`); this fold keeps only the corrections themselves.
 */
export const correctable = <
  S extends object,
  C extends Command,
  E extends DomainEvent,
  F extends { readonly today: Correctable<S> },
>(
  decider: Decider<S, C, E, F>,
  rules: CorrectionRules<S, F>,
): Decider<
  Correctable<S>,
  C | CorrectionCommand,
  E | CorrectionEvent,
  F & { readonly correction?: CorrectionFacts }
> => ({
  ...decider,
  evolve: (state, recorded) => {
    const corrections = state.corrections ?? [];
    if (isCorrectionEvent(recorded)) return { ...state, corrections: evolveCorrections(corrections, recorded) };
    const next: Correctable<S> = decider.evolve(state, recorded);
    return next.corrections === state.corrections ? next : { ...next, corrections };
  },
  decide: (command, state, facts): Decision<E | CorrectionEvent> => {
    if (!isCorrectionCommand(command)) return decider.decide(command, state, facts);
    const { today } = facts;
    const judge = new Judge<CorrectionRejection>(command);
    if (!rules.exists(today)) {
      judge.refuse('NOT_FOUND', 'id', { type: decider.streamType, id: command.streamId });
      return judge.conclude<CorrectionEvent>(() => []);
    }
    const about = { judge, facts, today, rules, definitions: { ...decider.events, ...correctionEvents } };
    switch (command.type) {
      case 'ProposeCorrection':
        return propose(about, command);
      case 'CountersignCorrection':
        return countersign(about, command);
      case 'RejectCorrection':
        return reject(about, command);
    }
  },
  events: { ...decider.events, ...correctionEvents },
  commands: { ...decider.commands, ...correctionCommands },
});
