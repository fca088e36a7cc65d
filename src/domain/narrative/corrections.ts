import type { CorrectionEvent } from '../kernel/correctable.js';
import type { Recorded } from '../kernel/event.js';
import { FuzzyDate } from '../kernel/fuzzyDate.js';
import type { Template } from '../kernel/rejectionMessages.js';
import { filled, optional, type Phrase, quoted, theDay } from './phrases.js';
import type { Narrators, Teller } from './teller.js';

type Corrected = Extract<CorrectionEvent, { readonly data: { readonly path: string } }>['data'];

/** A value of the record in words; undefined for one that does not fit into a sentence, or that would point to a person. */
const said = (path: string, value: unknown, teller: Teller): Phrase | undefined => {
  const member = path.split('/').findLast((key) => !/^\d+$/u.test(key)) ?? '';
  if (member === 'personKey') return undefined;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? { vi: 'có', en: 'yes' } : { vi: 'không', en: 'no' };
  if (typeof value !== 'string') {
    const date = FuzzyDate.safeParse(value);
    return date.success ? theDay(date.data) : undefined;
  }
  if (/officeId$/iu.test(member)) return teller.office(value);
  if (member === 'sourceId' || path === 'source/ref') return teller.source(value);
  return quoted(value);
};

const change = ({ path, was, now }: Corrected, teller: Teller): Phrase | undefined => {
  const [before, after] = [was, now].map((value) => said(path, value, teller));
  if (was === null) return after && filled(['bổ sung {after}', 'adding {after}'], { after });
  if (now === undefined || now === null) return before && filled(['bỏ {before}', 'taking away {before}'], { before });
  return before && after && filled(['từ {before} thành {after}', 'from {before} to {after}'], { before, after });
};

const target = ({ targetEventId }: Corrected, teller: Teller): Phrase => {
  const version = teller.names.event(targetEventId) ?? targetEventId;
  return { vi: `sự kiện ${version}`, en: `event ${version}` };
};

const about = (data: Corrected, teller: Teller) => ({
  target: target(data, teller),
  path: quoted(data.path),
  change: change(data, teller),
});

const countersigned = (what: Template): Template => [
  `{who} ký xác nhận ${what[0]} {target} tại {path}, {when}[: {change}]`,
  `{who} countersigned ${what[1]} {target} at {path}, {when}[: {change}]`,
];

/** Corrections of earlier events, by two persons (reference 4.2); the events of every aggregate. */
export const ofCorrection: Narrators<Recorded<CorrectionEvent>> = {
  CorrectionProposed: ({ data, meta }, teller) =>
    teller.tell(
      [
        '{who} đề nghị {kind} {target} tại {path}, {when}[: {change}][; lý do: {reason}]',
        '{who} proposed {kind} {target} at {path}, {when}[: {change}][; reason: {reason}]',
      ],
      {
        ...about(data, teller),
        kind:
          data.kind === 'CLERICAL'
            ? { vi: 'đính chính', en: 'a clerical correction of' }
            : { vi: 'sửa nội dung đã ghi của', en: 'to correct the record of' },
        reason: optional(meta.reason, quoted),
      },
    ),
  ClericalCorrectionRecorded: ({ data }, teller) =>
    teller.tell(countersigned(['việc đính chính', 'the clerical correction of']), about(data, teller)),
  RecordCorrected: ({ data }, teller) =>
    teller.tell(
      countersigned(['việc sửa nội dung đã ghi của', 'the correction of the record of']),
      about(data, teller),
    ),
  CorrectionRejected: ({ data }, teller) =>
    teller.tell(
      [
        '{who} không chấp nhận đề nghị đính chính {id}, {when}; lý do: {reason}',
        '{who} rejected the proposed correction {id}, {when}; reason: {reason}',
      ],
      { id: data.correctionId, reason: quoted(data.reason) },
    ),
};
