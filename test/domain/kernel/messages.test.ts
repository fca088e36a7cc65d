import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type MessageCode, sentence } from '../../../src/domain/kernel/messages.js';
import {
  type Details,
  documentNumberWarnings,
  readWarnings,
  type RejectionCode,
  rejections,
} from '../../../src/domain/kernel/rejection.js';

const codes: readonly MessageCode[] = [
  ...(Object.keys(rejections) as RejectionCode[]),
  ...readWarnings,
  ...documentNumberWarnings,
];

/** One value for every detail that any sentence names, and one that none does. */
const everyDetail: Details = Object.fromEntries(
  [
    ...[
      'actual',
      'agreementId',
      'allowed',
      'basis',
      'bodyId',
      'capacity',
      'classification',
      'clauseId',
      'command',
      'commandId',
    ],
    ...['contributionIds', 'current', 'deadline', 'docId', 'effectiveFrom', 'expected', 'findingId', 'findingIds'],
    ...['given', 'ground', 'id', 'kind', 'lag', 'limit', 'missing', 'waitingFor', 'occurred', 'officeId', 'opened'],
    ...['opinionIds', 'orgId', 'otherId', 'partyId', 'path', 'periodEnd', 'problem', 'role', 'state', 'textVersion'],
    ...['type', 'until', 'what', 'somethingElse'],
  ].map((key) => [key, `<${key}>`]),
);

describe('sentences', () => {
  test.each(codes)('%s reads in both languages, without details and with all', (code) => {
    const bare = sentence(code);
    const full = sentence(code, everyDetail);
    for (const text of [bare.vi, bare.en, full.vi, full.en]) {
      expect(text).toBe(text.normalize('NFC'));
      expect(text).not.toMatch(/[[\]{}]|undefined|\s{2}|\s[.,;:]|\(\)/u);
    }
    for (const text of [bare.vi, bare.en]) expect(text).toMatch(/^\p{Lu}.{8,}[.]$/u);
    expect(bare.vi).not.toBe(bare.en);
    // Which commands are possible is said where a sentence asks for it; a client has it in the details.
    const told = Object.entries(everyDetail).filter(([key]) => key !== 'command' && key !== 'allowed');
    for (const [, value] of told) {
      expect(full.vi).toContain(value);
      expect(full.en).toContain(value);
    }
  });

  test('every problem that the domain names is told in both languages', async () => {
    const files = await readdir('src/domain', { recursive: true });
    const sources = await Promise.all(
      files.filter((file) => file.endsWith('.ts')).map((file) => readFile(join('src/domain', file), 'utf8')),
    );
    const named = sources.flatMap((source) => [
      ...Array.from(source.matchAll(/problem: '([^']+)'/gu), ([, problem = '']) => problem),
    ]);
    expect(named.length).toBeGreaterThan(20);
    for (const problem of new Set(named)) {
      const { vi, en } = sentence('INPUT_INVALID', { problem });
      expect([problem, vi]).not.toEqual([problem, expect.stringContaining(problem)]);
      expect(en).not.toMatch(/[A-Z]{2,}_/u);
    }
  });

  test('no two codes say the same', () => {
    for (const language of ['vi', 'en'] as const)
      expect(new Set(codes.map((code) => sentence(code)[language])).size).toBe(codes.length);
  });

  test.each<[MessageCode, Details, string, string]>([
    [
      'STATE_NOT_ALLOWED',
      { state: 'SIGNING', command: 'ReviseDraft', allowed: ['DRAFTING', 'CONSULTING'] },
      'Không thực hiện được lệnh này (ReviseDraft) ở trạng thái hiện tại: đang ký. Được phép: đang soạn thảo, đang lấy ý kiến.',
      'This command (ReviseDraft) is not possible in the current state: signing. Allowed: drafting, consulting.',
    ],
    [
      'STATE_NOT_ALLOWED',
      { state: 'CASE_OPEN', command: 'Close', allowed: [] },
      'Không thực hiện được lệnh này (Close) ở trạng thái hiện tại: CASE_OPEN.',
      'This command (Close) is not possible in the current state: CASE_OPEN.',
    ],
    [
      'INPUT_INVALID',
      { problem: 'DECISION_DOCUMENT_REQUIRED' },
      'Dữ liệu gửi lên không hợp lệ: phải nêu văn bản quyết định.',
      'The input is not valid: the decision document must be named.',
    ],
    [
      'ROLE_NOT_ALLOWED',
      { role: 'ORG_LEADER', command: 'SuspendAgreement', leadIssuer: 'org-hn-tu' },
      'Vai trò của bạn (lãnh đạo cơ quan) không được thực hiện lệnh này (SuspendAgreement). (cơ quan chủ trì: org-hn-tu)',
      'Your role (leader of the organisation) may not send this command (SuspendAgreement). (lead issuer: org-hn-tu)',
    ],
    [
      'AGREEMENT_CLOSED',
      { state: 'EXPIRED', command: 'AddParty' },
      'Thỏa thuận đã kết thúc (trạng thái: hết hiệu lực), không thực hiện được lệnh này (AddParty).',
      'The agreement is closed (state: expired); this command is no longer possible (AddParty).',
    ],
    [
      'VERSION_CONFLICT',
      { expected: 3, actual: 5 },
      'Hồ sơ đã được người khác thay đổi: bạn đang xem phiên bản 3, phiên bản hiện tại là 5. Hãy tải lại rồi thử lại.',
      'Someone else has changed this record: you saw version 3, it is now at version 5. Reload it and try again.',
    ],
    [
      'DOCNUM_DUPLICATE',
      { otherId: 'doc-02-qc' },
      'Số này đã được giữ hoặc đã cấp trong cùng nhiệm kỳ hoặc năm; văn bản đang giữ số: doc-02-qc.',
      'This number is already reserved or issued in the same term or year; it is held by doc-02-qc.',
    ],
    [
      'CAPACITY_LIMIT',
      { limit: 500, given: 501, what: 'clauses' },
      'Vượt quá giới hạn cho phép (clauses): gửi 501, tối đa 500.',
      'A limit is exceeded (clauses): given 501, at most 500.',
    ],
    [
      'ROLE_NOT_ALLOWED',
      { role: 'AUDITOR', command: 'SignAsParty', allowed: ['SIGNATORY'] },
      'Vai trò của bạn (kiểm toán nội bộ) không được thực hiện lệnh này (SignAsParty). Được phép: người ký.',
      'Your role (auditor) may not send this command (SignAsParty). Allowed: signatory.',
    ],
    [
      'NOT_FOUND',
      { id: 'agr-1', type: 'agreement' },
      'Không tìm thấy trong hệ thống (thỏa thuận): agr-1.',
      'Not found (agreement): agr-1.',
    ],
    ['NOT_FOUND', { id: 'agr-1' }, 'Không tìm thấy trong hệ thống: agr-1.', 'Not found: agr-1.'],
    [
      'EFFECTIVE_DATE_NOT_REACHED',
      { effectiveFrom: '2025-07-01' },
      'Chưa đến ngày có hiệu lực: 1/7/2025.',
      'The effective day has not come yet: 1 July 2025.',
    ],
    [
      'ALREADY_SIGNED',
      { officeId: 'SIGNED', partyId: 'p1' },
      'Chức vụ này đã ký thay mặt bên đó (chức vụ SIGNED, bên p1).',
      'This office has already signed for that party (office SIGNED, party p1).',
    ],
    [
      'ALREADY_SIGNED',
      { partyId: 'p1' },
      'Chức vụ này đã ký thay mặt bên đó. (bên: p1)',
      'This office has already signed for that party. (party: p1)',
    ],
    [
      'TEXT_FROZEN',
      { state: null, final: true, draft: false },
      'Văn bản đã chốt, không sửa được nữa; hãy mở lại dự thảo trước. (trạng thái: chưa có; final: có; draft: không)',
      'The text is final and can no longer be revised; reopen the draft first. (state: none; final: yes; draft: no)',
    ],
    [
      'INPUT_INVALID',
      { problem: 'expected {id} in [0]', constructor: 'x' },
      'Dữ liệu gửi lên không hợp lệ: expected {id} in [0]. (constructor: x)',
      'The input is not valid: expected {id} in [0]. (constructor: x)',
    ],
  ])('%s %j', (code, details, vi, en) => {
    expect(sentence(code, details)).toEqual({ vi, en });
  });
});
