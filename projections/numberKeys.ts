import { parseDocumentNumber } from '../src/domain/kernel/documentNumber.js';
import { searchKeyOfNumber } from '../src/domain/kernel/text.js';

/**
 * The keys under which what somebody typed may be found as a document number (reference 3.6, 8): of the text as it is,
 * and of the number in it where it is a whole reference, such as `Quy chế số 02-QC/ĐUK, ngày 12/11/2021`.
 */
export const numberKeys = (typed: string): readonly string[] => {
  const parsed = parseDocumentNumber(typed);
  const keys = [searchKeyOfNumber(typed), ...(parsed.ok ? [parsed.searchKey] : [])];
  return [...new Set(keys)].filter((key) => key !== '');
};
