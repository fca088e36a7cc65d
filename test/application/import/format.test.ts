import { describe, expect, test } from '@jest/globals';
import { maxFileBytes } from '../../../src/application/import/document.js';
import { maxCommands } from '../../../src/application/import/parse.js';
import { problemIn } from '../../../src/domain/kernel/problems.js';
import { complaints, parsed } from './support.js';

const head = `concordat: import/1
batches:
  - id: b1
    source: { id: src-1, kind: PRESS, title: Bài báo, certainty: STATED }
    commands:
`;
const twice = (problem: string): string => {
  const [vi, en] = problemIn(problem);
  return `Dữ liệu gửi lên không hợp lệ: ${vi}. / The input is not valid: ${en}.`;
};
/** What is said of a file at a place: all complaints are INPUT_INVALID unless spelled out. */
const said = (place: string, problem: string): string => `test.yaml:${place} INPUT_INVALID ${twice(problem)}`;
const saidOf = (place: string, field: string, problem: string): string =>
  `test.yaml:${place} ${field}: INPUT_INVALID ${twice(problem)}`;

describe('an import file that is no YAML as the format has it', () => {
  test.each<[string, string | Uint8Array, string]>([
    [
      'a key twice',
      `${head}      - RegisterSource: s\n        data: { title: x, title: y }\n`,
      said('7:27', 'Map keys must be unique'),
    ],
    [
      'a tab as indentation',
      'concordat: import/1\nbatches:\n\t- id: b\n',
      said('3:1', 'Tabs are not allowed as indentation'),
    ],
    [
      'an open bracket',
      'a: [1\n',
      said('2:1', 'Flow sequence in block collection must be sufficiently indented and end with a ]'),
    ],
    ['two documents', 'a: 1\n---\nb: 2\n', said('2:1', 'more than one document')],
    ['a tag', 'a: 1\nb: !!js/function "x"\n', said('2:4', 'Unresolved tag: tag:yaml.org,2002:js/function')],
    ['a tag of the standard', 'a: !!binary "aGk="\n', said('1:4', 'Unresolved tag: tag:yaml.org,2002:binary')],
    ['bytes that are not UTF-8', Uint8Array.of(0x61, 0x3a, 0x0a, 0x20, 0xc3, 0x28), said('2:1', 'not UTF-8')],
    ['UTF-16', Uint8Array.of(0xff, 0xfe, 0x61, 0x00), said('1:1', 'not UTF-8')],
    ['a stack of brackets', '['.repeat(100_000), said('1:1', 'nested too deeply')],
    [
      'deep nesting',
      `a: ${'['.repeat(40)}${']'.repeat(40)}`,
      saidOf('1:36', `a${'/0'.repeat(32)}`, 'nested too deeply'),
    ],
    ['an anchor', 'a: &x [1]\nb: *x\n', saidOf('1:7', 'a', 'anchors and aliases are not part of the format')],
    ['a key that is not text', 'a:\n  5: x\n', saidOf('2:3', 'a', 'a key that is not text')],
    ['a lone surrogate', 'a:\n  b: "x\\ud800"\n', saidOf('2:3', 'a/b', 'text with a lone surrogate')],
    ['no map', '- a\n', said('1:1', 'Invalid input: expected object, received array')],
    ['nothing at all', '', said('1:1', 'Invalid input: expected object, received null')],
  ])('is refused for %s', (_, input, complaint) => {
    expect(complaints(input)).toEqual([complaint]);
  });

  test('is refused when it is larger than the limit', () => {
    const given = maxFileBytes + 1;
    expect(complaints(new Uint8Array(given))).toEqual([
      `test.yaml:1:1 CAPACITY_LIMIT Vượt quá giới hạn cho phép (byte): gửi ${given}, tối đa ${maxFileBytes}. / ` +
        `A limit is exceeded (bytes): given ${given}, at most ${maxFileBytes}.`,
    ]);
  });
});

describe('an import file of another structure', () => {
  const command = 'batches/0/commands/0';
  test.each([
    ['another format', head.replace('import/1', 'import/2'), '1:1', 'concordat', 'Invalid input: expected "import/1"'],
    [
      'a source without a kind',
      head.replace('kind: PRESS, ', ''),
      '4:5',
      'batches/0/source/kind',
      'Invalid option: expected one of "PRESS"|"PAPER"|"FILE"|"MEETING"|"SYSTEM"',
    ],
    [
      'a source of unknown certainty',
      head.replace('STATED', 'SURE'),
      '4:55',
      'batches/0/source/certainty',
      'Invalid option: expected one of "STATED"|"INFERRED"|"UNKNOWN"',
    ],
    [
      'a batch with an unknown member',
      head.replace('id: b1', 'id: b1\n    colour: red'),
      '4:5',
      'batches/0/colour',
      'Unrecognized key: "colour"',
    ],
  ])('is refused for %s', (_, text, place, field, problem) => {
    expect(complaints(`${text}      - RegisterSource: s\n`)).toEqual([saidOf(place, field, problem)]);
  });

  test.each([
    ['an unknown command', 'RegisterSorce: s', '6:9', `${command}/RegisterSorce`, 'unknown command'],
    ['no command', 'data: {}', '6:9', command, 'names no command'],
    [
      'two commands',
      'RegisterSource: s\n        RegisterOffice: t',
      '7:9',
      `${command}/RegisterOffice`,
      'unknown field',
    ],
    [
      'a member only live commands have',
      'RegisterSource: s\n        expectedVersion: 1',
      '7:9',
      `${command}/expectedVersion`,
      'unknown field',
    ],
    [
      'an id with a space',
      'RegisterSource: a b',
      '6:9',
      `${command}/RegisterSource`,
      'not an id: 1 to 100 of A–Z a–z 0–9 . _ -',
    ],
    [
      'a correction that does not say of which kind of stream',
      'ProposeCorrection: agr-1',
      '6:9',
      `${command}/ProposeCorrection`,
      'not a stream: type:id',
    ],
    [
      'a correction of an unknown kind of stream',
      'ProposeCorrection: person:p-1',
      '6:9',
      `${command}/ProposeCorrection`,
      'not a stream: type:id',
    ],
    [
      'a number as an id',
      'RegisterSource: 5',
      '6:9',
      `${command}/RegisterSource`,
      'Invalid input: expected string, received number',
    ],
    ['text for a command', 'RegisterSource', '6:9', command, 'Invalid input: expected record, received string'],
  ])('is refused for %s', (_, text, place, field, problem) => {
    expect(complaints(`${head}      - ${text}\n`)).toEqual([saidOf(place, field, problem)]);
  });

  test('invariant 3: is refused for a time of recording, which the store alone sets', () => {
    expect(complaints(`${head}      - RegisterSource: s\n        recordedAt: 2020-01-01\n`)).toEqual([
      `test.yaml:7:9 ${command}/recordedAt: RECORDED_AT_FORBIDDEN Thời điểm ghi nhận do hệ thống đặt, không được gửi kèm. / ` +
        'The time of recording is set by the system and may not be sent.',
    ]);
  });

  test('is refused for two batches of one id, whose commands could not be told apart', () => {
    const batch = head.slice(head.indexOf('  - id'));
    expect(complaints(`${head}      - RegisterSource: s\n${batch}      - RegisterSource: t\n`)).toEqual([
      'test.yaml:7:5 batches/1/id: ID_EXISTS Mã định danh đã tồn tại (đợt nhập): b1. Hãy chọn mã khác. / ' +
        'This id already exists (batch): b1. Choose another one.',
    ]);
  });

  test('invariant 69: is refused for a batch with more commands than are checked as one', () => {
    const commands = Array.from({ length: maxCommands + 1 }, (_, index) => `      - RegisterSource: s${index}\n`);
    expect(complaints(head + commands.join(''))).toEqual([
      `test.yaml:5:5 batches/0/commands: CAPACITY_LIMIT Vượt quá giới hạn cho phép (lệnh): gửi ${maxCommands + 1}, tối đa ${maxCommands}. / ` +
        `A limit is exceeded (commands): given ${maxCommands + 1}, at most ${maxCommands}.`,
    ]);
  });

  test('is refused with all its problems, in the order of the file', () => {
    const text = `${head}      - RegisterSorce: s\n      - data: {}\n      - RegisterOffice: o\n        kind: x\n`;
    expect(complaints(text)).toEqual([
      saidOf('6:9', 'batches/0/commands/0/RegisterSorce', 'unknown command'),
      saidOf('7:9', 'batches/0/commands/1', 'names no command'),
      saidOf('9:9', 'batches/0/commands/2/kind', 'unknown field'),
    ]);
  });

  test('is refused with the first twenty problems when there are more', () => {
    expect(complaints(head + '      - data: {}\n'.repeat(30))).toHaveLength(20);
  });
});

describe('an import file that can be read', () => {
  const commandsOf = (text: string | Uint8Array) =>
    parsed(text).batches.map(({ id, commands }) => ({
      id,
      commands: commands.map(({ locate: _, ...command }) => command),
    }));
  const source = { kind: 'PRESS', ref: 'src-1', certainty: 'STATED' };
  const unknown = { precision: 'UNKNOWN', certainty: 'UNKNOWN' };

  test('addresses a correction, which all kinds of stream take, by its stream', () => {
    const [batch] = commandsOf(`${head}      - ProposeCorrection: agreement:agr-1\n`);
    expect(batch?.commands[1]).toMatchObject({ type: 'ProposeCorrection', streamType: 'agreement', id: 'agr-1' });
  });

  test('gives batches that begin with their source, each command resting on it', () => {
    const text = `${head}      - RegisterOffice: off-1
        occurred: { earliest: 2020-01-01, latest: 2020-12-31, precision: YEAR, certainty: INFERRED, basis: b }
        claims: [{ path: title, certainty: INFERRED }]
        reason: vì sao
        data: { title: Chủ tịch, orgId: org-1 }
      - RegisterOffice: off-2
`;
    const [registered, first, second] = commandsOf(text)[0]?.commands ?? [];
    expect(registered).toEqual({
      type: 'RegisterSource',
      id: 'src-1',
      data: { kind: 'PRESS', title: 'Bài báo' },
      envelope: { commandId: registered?.envelope.commandId, occurred: unknown, source },
    });
    expect(first).toEqual({
      type: 'RegisterOffice',
      id: 'off-1',
      data: { title: 'Chủ tịch', orgId: 'org-1' },
      envelope: {
        commandId: first?.envelope.commandId,
        occurred: {
          earliest: '2020-01-01',
          latest: '2020-12-31',
          precision: 'YEAR',
          certainty: 'INFERRED',
          basis: 'b',
        },
        claims: [{ path: 'title', certainty: 'INFERRED' }],
        reason: 'vì sao',
        source,
      },
    });
    expect(second).toEqual({
      type: 'RegisterOffice',
      id: 'off-2',
      data: {},
      envelope: { commandId: second?.envelope.commandId, occurred: unknown, source },
    });
  });

  test('gives command ids that follow from batch and place alone, so that a repetition sends the same ones', () => {
    const ids = (text: string) =>
      commandsOf(text).flatMap(({ commands }) => commands.map(({ envelope }) => envelope.commandId));
    const text = `${head}      - RegisterSource: s\n      - RegisterSource: t\n`;
    expect(new Set(ids(text)).size).toBe(3);
    expect(ids(text.replaceAll(': s', ': other'))).toEqual(ids(text));
    expect(ids(text.replace('id: b1', 'id: b2')).filter((id) => ids(text).includes(id))).toEqual([]);
  });

  test('comes out the same with a byte order mark, with line ends of Windows and with decomposed letters', () => {
    const text = `${head}      - RegisterSource: s\n        data: { title: Thành ủy }\n`;
    const expected = commandsOf(text);
    expect(commandsOf(`\ufeff${text}`)).toEqual(expected);
    expect(commandsOf(text.replaceAll('\n', '\r\n'))).toEqual(expected);
    expect(text.normalize('NFD')).not.toBe(text);
    expect(commandsOf(text.normalize('NFD'))).toEqual(expected);
  });

  test('takes days and words as text, as the core schema has it', () => {
    const text = `${head}      - RegisterSource: s\n        data: { title: 2021-11-12, note: yes, number: 0o17, kind: ~ }\n`;
    expect(commandsOf(text)[0]?.commands[1]?.data).toEqual({
      title: '2021-11-12',
      note: 'yes',
      number: 15,
      kind: null,
    });
  });
});
