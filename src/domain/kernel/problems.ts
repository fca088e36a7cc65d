import type { Template } from './rejectionMessages.js';

/** What a detail named `problem` may say, in words. */
const problems: Readonly<Record<string, Template>> = {
  DECISION_DOCUMENT_REQUIRED: ['phải nêu văn bản quyết định', 'the decision document must be named'],
  REASON_REQUIRED: ['phải nêu lý do', 'a reason must be given'],
  OWN_SUCCESSOR: ['không thể tự thay thế chính mình', 'nothing can take its own place'],
  SUCCESSOR_DISSOLVED: ['cơ quan kế thừa đã giải thể', 'the successor is itself dissolved'],
  PARENT_CYCLE: ['cơ quan cấp trên nằm dưới chính cơ quan này', 'the body above would lie below this one'],
  NOT_A_CLASS: ['không phải là một nhóm cơ quan', 'it is not a class of bodies'],
  NAME_NOT_CURRENT: ['tên cũ đã nêu không phải tên hiện tại', 'the old name given is not the current one'],
  'null, which only an import may send': ['chỉ được để trống khi nhập dữ liệu', 'only an import may leave it empty'],
  'a class of bodies cannot act': ['một nhóm cơ quan không thể tự hành động', 'a class of bodies cannot act'],
  'a class of parties has no bodies': ['một nhóm các bên không có cơ quan', 'a class of parties has no bodies'],
  'a party needs an acting body': ['mỗi bên phải có cơ quan đại diện', 'a party needs an acting body'],
  'not a class of bodies': ['không phải là một nhóm cơ quan', 'it is not a class of bodies'],
  'a body is named twice': ['một cơ quan được nêu hai lần', 'a body is named twice'],
  'no file of this digest was uploaded': ['chưa tải lên tệp có mã băm này', 'no file of this digest was uploaded'],
  'the event would not be valid with it': [
    'giá trị mới làm cho sự kiện không hợp lệ',
    'the event would not be valid with it',
  ],
  'leads nowhere in the event': ['đường dẫn không có trong sự kiện', 'the path leads nowhere in the event'],
  'changes nothing': ['không thay đổi gì', 'it changes nothing'],
  'either a new period or a successor, not both': [
    'chọn thời hạn mới hoặc thỏa thuận kế tiếp, không chọn cả hai',
    'either a new period or a successor, not both',
  ],
  'an opinion is that of an organisation or an office': [
    'ý kiến phải là của một cơ quan hoặc một chức vụ',
    'an opinion is that of an organisation or an office',
  ],
  'not an id': ['mã không đúng dạng', 'not an id'],
  'not an id: 1 to 100 of A–Z a–z 0–9 . _ -': [
    'mã phải gồm 1 đến 100 ký tự A–Z a–z 0–9 . _ -',
    'not an id: 1 to 100 of A–Z a–z 0–9 . _ -',
  ],
  'not a SHA-256 in lower-case hexadecimal': [
    'không phải mã băm SHA-256 viết bằng chữ số thập lục phân thường',
    'not a SHA-256 in lower-case hexadecimal',
  ],
  'not a code of A–Z 0–9 _': ['mã chỉ được gồm A–Z 0–9 _', 'not a code of A–Z 0–9 _'],
  'a side is one capital letter': ['mỗi phía là một chữ cái hoa', 'a side is one capital letter'],
  'nothing but blanks': ['chỉ có dấu cách', 'nothing but blanks'],
  'not a day (YYYY-MM-DD) or instant (RFC 3339) between 1800 and 2200': [
    'không phải một ngày (năm-tháng-ngày) hoặc thời điểm (RFC 3339) từ năm 1800 đến 2200',
    'not a day (YYYY-MM-DD) or instant (RFC 3339) between 1800 and 2200',
  ],
  'earliest lies after latest': ['ngày sớm nhất sau ngày muộn nhất', 'the earliest day lies after the latest'],
  'nested too deeply': ['lồng quá nhiều cấp', 'nested too deeply'],
  'text with a lone surrogate': ['văn bản có ký tự hỏng', 'text with a lone surrogate'],
  'text with a control character': ['văn bản có ký tự điều khiển', 'text with a control character'],
  'not a stream: type:id': ['không phải một hồ sơ, viết là loại:mã', 'not a stream: type:id'],
  'unknown field': ['trường không có trong định dạng', 'unknown field'],
  'unknown command': ['không có lệnh này', 'unknown command'],
  'names no command': ['không nêu lệnh nào', 'names no command'],
  'not UTF-8': ['không phải UTF-8', 'not UTF-8'],
  'more than one document': ['tệp có nhiều hơn một tài liệu', 'more than one document'],
  'anchors and aliases are not part of the format': [
    'định dạng không dùng neo (&) và tham chiếu (*)',
    'anchors and aliases are not part of the format',
  ],
  'neither text, list nor map': ['không phải chữ, danh sách hay nhóm trường', 'neither text, list nor map'],
  'a key that is not text': ['tên trường không phải là chữ', 'a key that is not text'],
  'Map keys must be unique': ['một tên trường được nêu hai lần', 'a key is named twice'],
  'All mapping items must start at the same column': [
    'các trường của một nhóm phải thụt đầu dòng như nhau',
    'all mapping items must start at the same column',
  ],
  'All sequence items must start at the same column': [
    'các mục của một danh sách phải thụt đầu dòng như nhau',
    'all sequence items must start at the same column',
  ],
  'Tabs are not allowed as indentation': [
    'không được thụt đầu dòng bằng phím tab',
    'tabs are not allowed as indentation',
  ],
  'Implicit map keys need to be followed by map values': [
    'sau tên trường phải có dấu hai chấm và giá trị',
    'a key needs a colon and a value after it',
  ],
  'Implicit keys need to be on a single line': [
    'tên trường phải nằm trên một dòng',
    'a key needs to be on a single line',
  ],
  'Nested mappings are not allowed in compact mappings': [
    'một dòng có hai dấu hai chấm; hãy đặt giá trị trong dấu nháy',
    'a line has two colons; put the value in quotes',
  ],
};

/** Kinds of value as a schema calls them. */
const types: Readonly<Record<string, string>> = {
  string: 'chữ',
  number: 'số',
  int: 'số nguyên',
  bigint: 'số nguyên',
  boolean: 'true hoặc false',
  array: 'danh sách',
  object: 'nhóm trường',
  record: 'nhóm trường',
  map: 'nhóm trường',
  null: 'giá trị trống',
  undefined: 'không có gì',
  date: 'ngày',
  NaN: 'giá trị không phải số',
  characters: 'ký tự',
  items: 'mục',
  entries: 'mục',
  bytes: 'byte',
};
const typeIn = (name: string): string => (Object.hasOwn(types, name) ? (types[name] ?? name) : name);

const bounds: Readonly<Record<string, Template>> = {
  '<=': ['nhiều nhất', 'at most'],
  '<': ['ít hơn', 'less than'],
  '>=': ['ít nhất', 'at least'],
  '>': ['nhiều hơn', 'more than'],
  exactly: ['đúng', 'exactly'],
};

/** A list of values that may be sent, which are written as they stand. */
const choice = (given: string): string =>
  given
    .split('|')
    .map((each) => each.trim().replace(/^["']|["']$/gu, ''))
    .join(', ');

const singular = (unit: string): string => unit.replace(/ies$/u, 'y').replace(/s$/u, '');

type Saying = (...parts: string[]) => string;

/** What a schema finds (the sentences of zod), in Vietnamese, and in English where its own is none; the first that fits. */
const found: readonly (readonly [form: RegExp, vi: Saying, en?: Saying])[] = [
  [/^Invalid input: expected (\w+), received undefined$/u, (type = '') => `còn thiếu, phải là ${typeIn(type)}`],
  [
    /^Invalid input: expected (\w+), received (\w+)$/u,
    (type = '', given = '') => `phải là ${typeIn(type)}, không phải ${typeIn(given)}`,
  ],
  [/^Invalid input: expected (.+)$/u, (value = '') => `phải là ${choice(value)}`],
  [/^Invalid option: expected one of (.+)$/u, (values = '') => `phải là một trong các giá trị ${choice(values)}`],
  [
    /^Invalid discriminator value\. Expected (.+)$/u,
    (values = '') => `phải là một trong các giá trị ${choice(values)}`,
  ],
  [
    /^Too (?:big|small): expected \w+ to (have|be) (<=|<|>=|>|exactly) ?(\S+)(?: (\w+))?$/u,
    (_verb, bound = '', limit = '', unit = '') =>
      `phải có ${bounds[bound]?.[0] ?? ''} ${limit}${unit === '' ? '' : ` ${typeIn(unit)}`}`,
    (verb = '', bound = '', limit = '', unit = '') =>
      `it must ${verb} ${bounds[bound]?.[1] ?? ''} ${limit}${unit === '' ? '' : ` ${limit === '1' ? singular(unit) : unit}`}`,
  ],
  [/^longer than (\d+) characters as JSON$/u, (limit = '') => `dài hơn ${limit} ký tự khi viết bằng JSON`],
  [/^Unrecognized keys?: (.+)$/u, (keys = '') => `trường không có trong định dạng: ${keys}`],
  [/^Invalid number: must be a multiple of (\S+)$/u, (divisor = '') => `phải là bội số của ${divisor}`],
  [/^Unresolved tag: (.+)$/u, (tag = '') => `định dạng không dùng nhãn: ${tag}`],
  [/^Flow .+ end with a (\S)$/u, (end = '') => `thụt đầu dòng không đúng hoặc thiếu ${end}`],
  [/^[Ii]nvalid/u, () => 'không đúng dạng quy định'],
];

/**
 * What a detail named `problem` says, in both languages. What a parser of another's says is quoted, so that a Vietnamese
 * sentence shows that the words are not its own.
 */
export const problemIn = (problem: string): Template => {
  const known = Object.hasOwn(problems, problem) ? problems[problem] : undefined;
  if (known !== undefined) return known;
  for (const [form, vi, en] of found) {
    const parts = form.exec(problem)?.slice(1);
    if (parts !== undefined) return [vi(...parts), en?.(...parts) ?? problem];
  }
  return [`“${problem}”`, problem];
};
