import { sentence } from '../src/domain/kernel/messages.js';
import {
  documentNumberWarnings,
  readWarnings,
  type RejectionCode,
  rejections,
  type Warning,
} from '../src/domain/kernel/rejection.js';
import { enumOf } from './enums.js';

const described = <C extends Warning['code']>(codes: readonly C[]): Record<C, string> =>
  Object.fromEntries(codes.map((code) => [code, sentence(code).en])) as Record<C, string>;

const refusals = Object.keys(rejections) as RejectionCode[];

export const ErrorCode = enumOf<RejectionCode>(
  'ErrorCode',
  'Why a command was refused (reference 4.11). A closed set: codes are added, never renamed.',
  described(refusals),
);

export const WarningCode = enumOf<Warning['code']>(
  'WarningCode',
  'What a reader is told beside a fact: a rule in doubt or not asked of imported history, or something unknown (reference 4.11, 4.12).',
  described([...refusals, ...readWarnings, ...documentNumberWarnings]),
);
