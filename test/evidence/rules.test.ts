import { describe, expect, test } from '@jest/globals';
import { parseClassification } from '../../src/evidence/classification.js';
import { attachmentHeader, fileNameProblem } from '../../src/evidence/fileName.js';
import { createEvidenceLinks } from '../../src/evidence/links.js';
import { allowedMediaTypes, beginsAs, extensionsOf, parseMediaType } from '../../src/evidence/mediaTypes.js';
import { handClock } from '../support/notes.js';

describe('the marking of a document', () => {
  test.each([
    'MẬT',
    'mật',
    'Mật',
    'MẬT'.normalize('NFD'),
    'Mât',
    'mat',
    'M Ậ T',
    'M.Ậ.T',
    'M\u200bẬT',
    'ＭẬＴ',
    'TỐI MẬT',
    'tối-mật',
    'TOI_MAT',
    'ToiMat',
    'TUYỆT MẬT',
    'tuyet mat',
    'độ mật: mật',
    'NỘI BỘ, MẬT',
    'secret',
    'TOP_SECRET',
    'Top secret',
    'Confidential',
    'classified',
    'RESTRICTED',
    'A',
    'b',
    '(C)',
  ])('invariant 9: %s is one of a state secret and refused', (marking) => {
    expect(parseClassification(marking)).toEqual({ refused: 'CLASSIFIED_CONTENT_REFUSED' });
  });

  test.each([
    ['UNCLASSIFIED', 'UNCLASSIFIED'],
    ['unclassified', 'UNCLASSIFIED'],
    ['Không mật', 'UNCLASSIFIED'],
    ['thường', 'UNCLASSIFIED'],
    ['PUBLIC', 'PUBLIC'],
    ['Công khai', 'PUBLIC'],
    ['INTERNAL', 'INTERNAL'],
    ['nội bộ', 'INTERNAL'],
    ['Lưu hành nội bộ', 'INTERNAL'],
    [' NỘI  BỘ ', 'INTERNAL'],
  ])('%s may be stored as %s', (marking, classification) => {
    expect(parseClassification(marking)).toEqual({ classification });
  });

  test.each(['', ' ', 'D', 'МАТ', 'khẩn', 'none', 'PUBLIC INTERNAL', '__proto__'])(
    '%j is not known, so nothing is stored under it',
    (marking) => expect(parseClassification(marking)).toEqual({ refused: 'INPUT_INVALID' }),
  );
});

describe('the name of a file', () => {
  const problem = (name: string) => fileNameProblem(name, 'application/pdf');

  test.each(['a.pdf', 'Quy chế phối hợp số 02-QC.ĐUK.pdf', 'BẢN QUÉT.PDF', "l'accord (1) & co, 50%.pdf", 'a..pdf'])(
    '%s can be kept',
    (name) => expect(problem(name)).toBeUndefined(),
  );

  test.each<[string, string, string]>([
    ['nothing', '', 'is empty'],
    ['256 bytes', `${'ă'.repeat(126)}.pdf`, 'is longer than 255 bytes in UTF-8'],
    ['a path up', '../../etc/cron.d/a.pdf', 'has a path in it; send the name alone'],
    ['a path of Windows', 'C\\a.pdf', 'has a path in it; send the name alone'],
    ['a line break', 'a\r\nSet-Cookie: b.pdf', 'has control, invisible or unassigned characters'],
    ['a zero', 'a\0.pdf', 'has control, invisible or unassigned characters'],
    ['a bidirectional override', 'a\u202efdp.exe.pdf', 'has control, invisible or unassigned characters'],
    ['a zero-width space', 'a\u200b.pdf', 'has control, invisible or unassigned characters'],
    ['a lone surrogate', 'a\ud800.pdf', 'has control, invisible or unassigned characters'],
    ['a stream of NTFS', 'a.exe:b.pdf', 'has one of < > : " | ? *, which not every system can store'],
    ['a leading point', '.a.pdf', 'begins with a point or begins or ends with a space'],
    ['a trailing space', 'a.pdf ', 'begins with a point or begins or ends with a space'],
    ['a device of Windows', 'Con.pdf', 'is that of a device in Windows'],
    ['a device of Windows and two endings', 'lpt1.scan.pdf', 'is that of a device in Windows'],
    ['another type', 'a.pdf.exe', 'must end in .pdf for application/pdf'],
    ['no ending', 'pdf', 'must end in .pdf for application/pdf'],
  ])('with %s is refused', (_, name, expected) => expect(problem(name)).toBe(expected));

  test('of exactly 255 bytes can be kept', () => {
    expect(problem(`${'ă'.repeat(125)}a.pdf`)).toBeUndefined();
  });

  test.each([
    ['a.pdf', `attachment; filename="a.pdf"; filename*=UTF-8''a.pdf`],
    [
      'Đoàn phối hợp.pdf',
      `attachment; filename="Doan phoi hop.pdf"; filename*=UTF-8''%C4%90o%C3%A0n%20ph%E1%BB%91i%20h%E1%BB%A3p.pdf`,
    ],
    [`a'(1)*!.pdf`, `attachment; filename="a'(1)*!.pdf"; filename*=UTF-8''a%27%281%29%2A!.pdf`],
    ['协.pdf', `attachment; filename="_.pdf"; filename*=UTF-8''%E5%8D%8F.pdf`],
    ['a"\\%\r\nb\ud800.pdf', `attachment; filename="a_____b_.pdf"; filename*=UTF-8''a%22%5C%25%0D%0Ab_.pdf`],
  ])('%j is offered for download in a header that nothing in it can leave', (name, header) => {
    expect(attachmentHeader(name)).toBe(header);
  });
});

describe('the type of a file', () => {
  const zip = [0x50, 0x4b, 3, 4];
  const openDocument = (kind: string): Buffer =>
    Buffer.concat([
      Buffer.from([...zip, ...Array<number>(26).fill(0)]),
      Buffer.from(`mimetypeapplication/vnd.oasis.opendocument.${kind}PK`),
    ]);
  const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
  const sheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  const openText = 'application/vnd.oasis.opendocument.text';
  const openSheet = 'application/vnd.oasis.opendocument.spreadsheet';

  const right: readonly [string, Buffer][] = [
    ['application/pdf', Buffer.from('%PDF-1.7\n')],
    ['image/png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0])],
    ['image/jpeg', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0])],
    ['image/tiff', Buffer.from([0x49, 0x49, 0x2a, 0, 8])],
    ['image/tiff', Buffer.from([0x4d, 0x4d, 0, 0x2a, 0])],
    [word, Buffer.from([...zip, 20, 0])],
    [sheet, Buffer.from([...zip, 20, 0])],
    [openText, openDocument('text')],
    [openSheet, openDocument('spreadsheet')],
    ['application/msword', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0])],
    ['application/xml', Buffer.from('<?xml version="1.0"?>')],
    ['text/xml', Buffer.from('\ufeff \n<a/>')],
    ['text/xml', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('<a/>', 'utf16le')])],
    ['text/plain', Buffer.from('Biên bản họp')],
  ];

  test.each(right)('%s begins as such a file does', (mediaType, head) => {
    expect(beginsAs(mediaType, head)).toBe(true);
  });

  test('each that is taken is among these', () => {
    expect([...new Set(right.map(([mediaType]) => mediaType))]).toEqual(allowedMediaTypes);
  });

  test.each([...allowedMediaTypes])('%s is not the beginning of a program', (mediaType) => {
    expect(beginsAs(mediaType, Buffer.from([0x4d, 0x5a, 0x90, 0, 3, 0]))).toBe(false);
    expect(extensionsOf(mediaType)).not.toEqual([]);
  });

  test('one kind of file does not pass for another', () => {
    expect(beginsAs('application/pdf', Buffer.from(' %PDF-1.7'))).toBe(false);
    expect(beginsAs('application/pdf', Buffer.from('%PD'))).toBe(false);
    expect(beginsAs('image/png', Buffer.from('%PDF-1.7'))).toBe(false);
    expect(beginsAs(openText, Buffer.from([...zip, 20, 0]))).toBe(false);
    expect(beginsAs(openText, openDocument('spreadsheet'))).toBe(false);
    expect(beginsAs('application/xml', Buffer.from('text <a/>'))).toBe(false);
    expect(beginsAs('text/html', Buffer.from('<html>'))).toBe(false);
  });

  test.each([
    ['application/pdf', 'application/pdf'],
    ['Application/PDF', 'application/pdf'],
    ['text/plain; charset=utf-8', 'text/plain'],
    ['text/html', undefined],
    ['image/svg+xml', undefined],
    ['application/octet-stream', undefined],
    ['', undefined],
    ['constructor', undefined],
  ])('%j is read as %s', (header, expected) => expect(parseMediaType(header)).toBe(expected));
});

describe('a link to a file', () => {
  const sha256 = 'a'.repeat(64);
  const key = Buffer.alloc(32, 1);
  const made = (ttl: number) => {
    const clock = handClock('2026-03-01T00:00:00.900Z');
    const links = createEvidenceLinks({ key, clock });
    const url = new URL(links.createLink(sha256, ttl), 'http://localhost');
    const query = url.searchParams;
    return { clock, links, url, until: query.get('until'), signature: query.get('signature') };
  };

  test('opens the file it was made for until it ends', () => {
    const { clock, links, url, until, signature } = made(60);
    expect(url.pathname).toBe(`/evidence/${sha256}`);
    expect(until).toBe(String(Date.parse('2026-03-01T00:01:00.000Z') / 1000));
    expect(links.check(sha256, until, signature)).toEqual({ valid: true, secondsLeft: 60 });
    clock.set('2026-03-01T00:00:59.999Z');
    expect(links.check(sha256, until, signature)).toEqual({ valid: true, secondsLeft: 1 });
    clock.set('2026-03-01T00:01:00.000Z');
    expect(links.check(sha256, until, signature)).toEqual({ valid: false, why: 'EXPIRED' });
  });

  test('opens nothing when any part of it is another', () => {
    const { clock, links, until, signature } = made(60);
    const forged = { valid: false, why: 'FORGED' };
    expect(links.check('b'.repeat(64), until, signature)).toEqual(forged);
    expect(links.check(sha256, String(Number(until) + 1), signature)).toEqual(forged);
    expect(links.check(sha256, `0${until}`, signature)).toEqual(forged);
    expect(links.check(sha256, until, `${signature?.slice(0, -2)}AA`)).toEqual(forged);
    expect(links.check(sha256, until, '')).toEqual(forged);
    expect(links.check(sha256, until, `${signature}A`)).toEqual(forged);
    expect(links.check(sha256, until, [signature, signature])).toEqual(forged);
    expect(links.check(sha256, undefined, signature)).toEqual(forged);
    const others = createEvidenceLinks({ key: Buffer.alloc(32, 2), clock });
    expect(others.check(sha256, until, signature)).toEqual(forged);
  });

  test.each([0, -1, 1.5, 3601, Infinity, NaN])('is not made for %d seconds', (ttl) => {
    expect(() => made(ttl)).toThrow(RangeError);
  });

  test('is not made with a short key', () => {
    expect(() => createEvidenceLinks({ key: Buffer.alloc(31), clock: handClock() })).toThrow(RangeError);
  });
});
