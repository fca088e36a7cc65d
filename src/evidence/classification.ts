import type { EvidenceClassification } from '../application/ports.js';
import { fold } from '../domain/kernel/text.js';

/** How the markings that may be stored are written, without case, marks and anything but letters. */
const storable: ReadonlyMap<string, EvidenceClassification> = new Map([
  ['unclassified', 'UNCLASSIFIED'],
  ['khongmat', 'UNCLASSIFIED'],
  ['thuong', 'UNCLASSIFIED'],
  ['public', 'PUBLIC'],
  ['congkhai', 'PUBLIC'],
  ['internal', 'INTERNAL'],
  ['noibo', 'INTERNAL'],
  ['luuhanhnoibo', 'INTERNAL'],
]);

/** MẬT, TỐI MẬT and TUYỆT MẬT in any spelling, and the words that other systems code them with. */
const secretWords = /mat|secret|confidential|classified|restricted/;
/** The letters stamped for TUYỆT MẬT, TỐI MẬT and MẬT. */
const secretLetters: ReadonlySet<string> = new Set(['a', 'b', 'c']);

/**
 * The marking of a file as it is stored; CLASSIFIED_CONTENT_REFUSED for one of state secrets (INV-9), INPUT_INVALID for
 * one that is not known. Only known markings pass, so that no way of writing a secret one slips through.
 */
export const parseClassification = (
  marking: string,
):
  | { readonly classification: EvidenceClassification }
  | { readonly refused: 'CLASSIFIED_CONTENT_REFUSED' | 'INPUT_INVALID' } => {
  const letters = fold(marking.normalize('NFKC')).replace(/\P{L}/gu, '');
  const classification = storable.get(letters);
  if (classification !== undefined) return { classification };
  const isSecret = secretWords.test(letters) || secretLetters.has(letters);
  return { refused: isSecret ? 'CLASSIFIED_CONTENT_REFUSED' : 'INPUT_INVALID' };
};
