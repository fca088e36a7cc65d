import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { catalog } from '../../../src/domain/catalog.js';
import { capacities } from '../../../src/domain/kernel/authority.js';
import { commandWords } from '../../../src/domain/kernel/commandWords.js';
import { coded, labels } from '../../../src/domain/kernel/detailWords.js';
import { roles } from '../../../src/domain/kernel/event.js';
import { streamTypes } from '../../../src/domain/kernel/ids.js';
import { type MessageCode, sentence } from '../../../src/domain/kernel/messages.js';
import { problemIn } from '../../../src/domain/kernel/problems.js';
import {
  type Details,
  documentNumberWarnings,
  readWarnings,
  type RejectionCode,
  rejections,
} from '../../../src/domain/kernel/rejection.js';
import { agreementStatuses, signatureKinds } from '../../../src/domain/agreement/values.js';
import { correctionKinds } from '../../../src/domain/kernel/correctable.js';
import { detailsIn } from '../../support/detailsInSource.js';

/** Said only where a sentence asks for it; a client has it in the details. */
const forClients: ReadonlySet<string> = new Set(['command', 'allowed']);

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
    const told = Object.entries(everyDetail).filter(([key]) => !forClients.has(key));
    for (const [, value] of told) {
      expect(full.vi).toContain(value);
      expect(full.en).toContain(value);
    }
  });

  test('every command has its name in both languages, and no two the same', () => {
    const commands = [...new Set(streamTypes.flatMap((type) => Object.keys(catalog[type].commands)))];
    const words = commands.map((command) => [command, ...(commandWords[command] ?? [])]);
    for (const [command, vi = '', en = ''] of words) {
      expect([command, vi]).toEqual([command, expect.stringMatching(/^\p{Ll}[^,;]{3,}$/u)]);
      expect([command, en]).toEqual([command, expect.stringMatching(/^[a-z][a-z ]{3,}$/u)]);
      expect(vi).toBe(vi.normalize('NFC'));
    }
    for (const language of [1, 2]) expect(new Set(words.map((word) => word[language])).size).toBe(commands.length);
  });

  test('every code that a detail may hold is told in words', () => {
    const held: readonly (readonly [key: string, values: readonly string[]])[] = [
      ['state', agreementStatuses],
      ['allowed', agreementStatuses],
      ['allowed', roles],
      ['role', roles],
      ['type', streamTypes],
      ['capacity', capacities],
      ['kind', signatureKinds],
      ['kind', correctionKinds],
    ];
    const wordless = held.flatMap(([key, values]) => values.filter((value) => coded.get(key)?.[value] === undefined));
    expect(wordless).toEqual([]);
    expect(sentence('CAPACITY_NOT_ALLOWED', { capacity: 'ACTING' }).vi).not.toContain('ACTING');
  });

  test('every detail that the domain gives has a name and words in both languages', async () => {
    const given = (await Promise.all(['src/domain', 'src/application'].map(detailsIn))).flat();
    expect(given.length).toBeGreaterThan(150);
    const asked = new Set(
      codes.flatMap((code) => sentence(code, everyDetail).vi.match(/<\w+>/gu) ?? []).map((each) => each.slice(1, -1)),
    );
    // What no sentence asks for stands behind it with its label.
    const isNamed = (key: string) => forClients.has(key) || asked.has(key) || Object.hasOwn(labels, key);
    const isTold = (key: string, value: string) =>
      key === 'problem' ? !problemIn(value)[0].startsWith('“') : coded.get(key)?.[value] !== undefined;
    expect(given.filter(({ key, value }) => !isNamed(key) || (value !== undefined && !isTold(key, value)))).toEqual([]);
  });

  test.each<[problem: z.ZodType, input: unknown, vi: string]>([
    [z.string(), undefined, 'còn thiếu, phải là chữ'],
    [z.string(), 5, 'phải là chữ, không phải số'],
    [z.array(z.string()), {}, 'phải là danh sách, không phải nhóm trường'],
    [z.int(), 1.5, 'phải là số nguyên, không phải số'],
    [z.boolean(), 'yes', 'phải là true hoặc false, không phải chữ'],
    [z.literal('import/1'), 'x', 'phải là import/1'],
    [z.enum(['A', 'B']), 'C', 'phải là một trong các giá trị A, B'],
    [z.string().max(3), 'four', 'phải có nhiều nhất 3 ký tự'],
    [z.string().min(1), '', 'phải có ít nhất 1 ký tự'],
    [z.string().length(2), '', 'phải có đúng 2 ký tự'],
    [z.array(z.string()).max(1), ['a', 'b'], 'phải có nhiều nhất 1 mục'],
    [z.number().max(3), 4, 'phải có nhiều nhất 3'],
    [z.number().positive(), 0, 'phải có nhiều hơn 0'],
    [z.strictObject({}), { a: 1, b: 2 }, 'trường không có trong định dạng: "a", "b"'],
    [
      z.discriminatedUnion('kind', [z.object({ kind: z.literal('A') }), z.object({ kind: z.literal('B') })]),
      { kind: 'C' },
      'phải là một trong các giá trị A, B',
    ],
    [z.union([z.string(), z.number()]), null, 'không đúng dạng quy định'],
    [z.string().regex(/x/u), 'y', 'không đúng dạng quy định'],
    [z.uuid(), 'y', 'không đúng dạng quy định'],
  ])('what a schema finds reads as a sentence: %#', (schema, input, vi) => {
    const problem = schema.safeParse(input).error?.issues[0]?.message ?? 'accepted';
    expect(sentence('INPUT_INVALID', { problem }).vi).toBe(`Dữ liệu gửi lên không hợp lệ: ${vi}.`);
  });

  test.each<[problem: z.ZodType, input: unknown, en: string]>([
    [z.string(), 5, 'Invalid input: expected string, received number'],
    [z.string().max(3), 'four', 'it must have at most 3 characters'],
    [z.string().min(1), '', 'it must have at least 1 character'],
    [z.string().length(2), '', 'it must have exactly 2 characters'],
    [z.array(z.string()).max(1), ['a', 'b'], 'it must have at most 1 item'],
    [z.number().max(3), 4, 'it must be at most 3'],
    [z.number().positive(), 0, 'it must be more than 0'],
  ])('what a schema finds reads as English where its own words are none: %#', (schema, input, en) => {
    const problem = schema.safeParse(input).error?.issues[0]?.message ?? 'accepted';
    expect(sentence('INPUT_INVALID', { problem }).en).toBe(`The input is not valid: ${en}.`);
  });

  test('no two codes say the same', () => {
    for (const language of ['vi', 'en'] as const)
      expect(new Set(codes.map((code) => sentence(code)[language])).size).toBe(codes.length);
  });

  test.each<[MessageCode, Details, string, string]>([
    [
      'STATE_NOT_ALLOWED',
      { state: 'SIGNING', command: 'ReviseDraft', allowed: ['DRAFTING', 'CONSULTING'] },
      'Không thực hiện được lệnh này (sửa dự thảo) ở trạng thái hiện tại: đang ký. Được phép: đang soạn thảo, đang lấy ý kiến.',
      'This command (revise the draft) is not possible in the current state: signing. Allowed: drafting, consulting.',
    ],
    [
      'STATE_NOT_ALLOWED',
      { state: 'SIGNED', command: 'SignAsParty', allowed: ['AssignNumber', 'BringIntoForce', 'LinkSource'] },
      'Không thực hiện được lệnh này (ký thay mặt một bên) ở trạng thái hiện tại: đã ký. Được phép: AssignNumber, đưa thỏa thuận vào hiệu lực, gắn một nguồn.',
      'This command (sign for a party) is not possible in the current state: signed. Allowed: AssignNumber, bring the agreement into force, link a source.',
    ],
    [
      'CAPACITY_NOT_ALLOWED',
      { capacity: 'FOR_HEAD', partyId: 'p1' },
      'Thể thức đề ký này không dùng được cho cơ quan đó: ký thay người đứng đầu (KT.). (bên: p1)',
      'This capacity of signing is not allowed for that body: for the head (KT.). (party: p1)',
    ],
    [
      'SUCCESSION_INVALID',
      { problem: 'OWN_SUCCESSOR' },
      'Việc kế thừa phải có quyết định kèm theo và cơ quan kế thừa chưa bị giải thể. (lỗi: không thể tự thay thế chính mình)',
      'A succession needs a decision document and a successor that is not dissolved. (problem: nothing can take its own place)',
    ],
    [
      'TYPE_AMBIGUOUS',
      { between: ['DECISION', 'RULE'] },
      'Ký hiệu QĐ của Đảng có thể là Quyết định hoặc Quy định. (có thể là: Quyết định, Quy định)',
      'The code QĐ of a Party body can mean a decision or a rule. (one of: decision, rule)',
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
      'INPUT_INVALID',
      { problem: 'Map keys must be unique' },
      'Dữ liệu gửi lên không hợp lệ: một tên trường được nêu hai lần.',
      'The input is not valid: a key is named twice.',
    ],
    [
      'INPUT_INVALID',
      { problem: 'Flow map must end with a }' },
      'Dữ liệu gửi lên không hợp lệ: thụt đầu dòng không đúng hoặc thiếu }.',
      'The input is not valid: Flow map must end with a }.',
    ],
    [
      'ROLE_NOT_ALLOWED',
      { role: 'ORG_LEADER', command: 'SuspendAgreement', leadIssuer: 'org-hn-tu' },
      'Vai trò của bạn (lãnh đạo cơ quan) không được thực hiện lệnh này (tạm ngưng thỏa thuận). (cơ quan chủ trì: org-hn-tu)',
      'Your role (leader of the organisation) may not send this command (suspend the agreement). (lead issuer: org-hn-tu)',
    ],
    [
      'AGREEMENT_CLOSED',
      { state: 'EXPIRED', command: 'AddParty' },
      'Thỏa thuận đã kết thúc (trạng thái: hết hiệu lực), không thực hiện được lệnh này (thêm một bên).',
      'The agreement is closed (state: expired); this command is no longer possible (add a party).',
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
      'Vượt quá giới hạn cho phép (điều khoản): gửi 501, tối đa 500.',
      'A limit is exceeded (clauses): given 501, at most 500.',
    ],
    [
      'ROLE_NOT_ALLOWED',
      { role: 'AUDITOR', command: 'SignAsParty', allowed: ['SIGNATORY'] },
      'Vai trò của bạn (kiểm toán nội bộ) không được thực hiện lệnh này (ký thay mặt một bên). Được phép: người ký.',
      'Your role (auditor) may not send this command (sign for a party). Allowed: signatory.',
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
      'Dữ liệu gửi lên không hợp lệ: “expected {id} in [0]”. (constructor: x)',
      'The input is not valid: expected {id} in [0]. (constructor: x)',
    ],
  ])('%s %j', (code, details, vi, en) => {
    expect(sentence(code, details)).toEqual({ vi, en });
  });
});
