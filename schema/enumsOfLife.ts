import type { CorrectionKind as CorrectionKinds, CorrectionState } from '../src/domain/kernel/correctable.js';
import type { dispositions, Stance as Stances, terminationGrounds } from '../src/domain/agreement/index.js';
import { enumOf } from './enums.js';

export const Stance = enumOf<Stances>('Stance', 'What a consulted body says of a draft (reference 4.4).', {
  AGREE: 'Nhất trí.',
  AGREE_WITH_CHANGES: 'Nhất trí, có bổ sung: agrees if the changes it names are made.',
  DISAGREE: 'Không nhất trí.',
  NO_OPINION: 'Không có ý kiến.',
});

export const Disposition = enumOf<(typeof dispositions)[number]>(
  'Disposition',
  'What was done with an opinion (tiếp thu, giải trình).',
  {
    ACCEPTED: 'Tiếp thu: the text was changed accordingly.',
    PARTLY: 'Tiếp thu một phần.',
    REJECTED: 'Giải trình: it was not followed, and the explanation says why.',
  },
);

export const TerminationGround = enumOf<(typeof terminationGrounds)[number]>(
  'TerminationGround',
  'On what ground an agreement ends before its time (reference 4.4).',
  {
    MUTUAL: 'The parties agreed on it.',
    SUPERIOR_DECISION: 'A superior body decided it.',
    PARTIES_DISSOLVED: 'The parties no longer exist.',
    BREACH: 'A party broke it.',
  },
);

export const CorrectionKind = enumOf<CorrectionKinds>(
  'CorrectionKind',
  'What a correction puts right (reference 4.2).',
  {
    CLERICAL: 'Đính chính: a slip on the document itself.',
    RECORD: 'What was recorded wrongly of it.',
  },
);

export const CorrectionStatus = enumOf<CorrectionState['status']>('CorrectionStatus', 'Where a correction stands.', {
  OPEN: 'Proposed; a second person has not decided yet.',
  RECORDED: 'Countersigned: the record reads as corrected from then on.',
  REJECTED: 'Turned down; the record reads as before.',
});
