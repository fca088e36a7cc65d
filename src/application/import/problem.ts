import { type MessageCode, sentence, type Sentence } from '../../domain/kernel/messages.js';
import type { Details } from '../../domain/kernel/rejection.js';

/** Problems listed at most: a clerk mends the first ones and tries again. */
export const maxProblems = 20;

/** A place in a text file; both count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** One thing that speaks against an import: where it stands, what it is, and why, in both languages. */
export interface ImportProblem extends Place, Sentence {
  readonly file: string;
  /** Slash-separated path to the field: within the command if there is one, else within the file; '' for the whole. */
  readonly field: string;
  readonly code: MessageCode;
  readonly batchId?: string;
  /** Command type and id of its object. */
  readonly command?: string;
}

/** Where a problem stands, and in what. */
export type Whereabouts = Pick<ImportProblem, 'file' | 'line' | 'column' | 'field' | 'batchId' | 'command'>;

export const problemAt = (where: Whereabouts, code: MessageCode, details: Details = {}): ImportProblem => ({
  ...where,
  code,
  ...sentence(code, details),
});

/** One line for a terminal: `file:line:column batch command field: CODE sentence / sentence`. */
export const printProblem = (problem: ImportProblem): string => {
  const { file, line, column, batchId, command, field, code, vi, en } = problem;
  const subject = [batchId, command, field].filter((part) => part !== undefined && part !== '').join(' ');
  return `${file}:${line}:${column} ${subject === '' ? '' : `${subject}: `}${code} ${vi} / ${en}`;
};
