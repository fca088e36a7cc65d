import { type Certainty, type FuzzyDate, isBound, vietnamDay } from './fuzzyDate.js';
import { nfc } from './text.js';

export interface ParseDateOptions {
  /** How sure the source is; STATED unless told. A date whose year is supplied is never more than INFERRED. */
  readonly certainty?: Certainty;
  readonly basis?: string;
  /** The year for a date written without one, inferred from elsewhere. */
  readonly year?: number;
}

type Reading = Pick<FuzzyDate, 'earliest' | 'latest' | 'precision' | 'partOfDay'> & { readonly inferred?: boolean };
type Groups = Readonly<Record<string, string | undefined>>;

const longestText = 200;

const weekdays: Readonly<Record<string, number>> = {
  'chủ nhật': 0,
  ...Object.fromEntries([2, 3, 4, 5, 6, 7].map((number) => [`thứ ${number}`, number - 1])),
  ...Object.fromEntries(['hai', 'ba', 'tư', 'năm', 'sáu', 'bảy'].map((word, index) => [`thứ ${word}`, index + 1])),
};
const parts = { sáng: 'MORNING', chiều: 'AFTERNOON', tối: 'EVENING' } as const;

const unbounded: Reading = { precision: 'UNKNOWN' };
const two = (number: string | number): string => String(number).padStart(2, '0');
const days = (earliest: string, latest: string, precision: FuzzyDate['precision']): Reading | undefined =>
  isBound(earliest) && isBound(latest) && earliest <= latest ? { earliest, latest, precision } : undefined;

const dayAndMonth = String.raw`(?<d>\d{1,2}) ?(?<sep>[/.-]) ?(?<m>\d{1,2})(?: ?\k<sep> ?(?<y>\d{4}))?`;
const dayInWords = String.raw`(?<d2>\d{1,2}) tháng (?<m2>\d{1,2})(?: năm (?<y2>\d{4}))?`;
const weekday = String.raw`(?:(?<weekday>${Object.keys(weekdays).join('|')}) ?,? ?)?`;
const time = String.raw`(?:(?<part>sáng|chiều|tối) )?(?:(?<hour>\d{1,2}):(?<minute>\d\d) )?`;
const dayForm = new RegExp(`^${weekday}${time}(?:ngày )?(?:${dayAndMonth}|${dayInWords})$`, 'u');

const minuteOf = (day: string, hour: string, minute: string): Reading | undefined => {
  if (Number(hour) > 23 || Number(minute) > 59) return undefined;
  const start = Date.parse(`${day}T${two(hour)}:${minute}:00+07:00`);
  return {
    earliest: new Date(start).toISOString(),
    latest: new Date(start + 59_999).toISOString(),
    precision: 'INSTANT',
  };
};

const readDay = (found: Groups, inferredYear?: number): Reading | undefined => {
  const [dayOfMonth, month] = [found.d ?? found.d2 ?? '', found.m ?? found.m2 ?? ''];
  const written = found.y ?? found.y2;
  const year = written ?? inferredYear?.toString();
  // 2000 was a leap year: without a year, only days that no year has are impossible.
  const day = `${year ?? '2000'}-${two(month)}-${two(dayOfMonth)}`;
  if (!isBound(day)) return undefined;
  if (year === undefined) return unbounded;
  const named = found.weekday;
  if (named !== undefined && new Date(`${day}T00:00:00Z`).getUTCDay() !== weekdays[named]) return undefined;
  const { hour, minute, part } = found;
  const partOfDay = part === undefined ? undefined : parts[part as keyof typeof parts];
  const reading =
    hour === undefined || minute === undefined
      ? days(day, day, partOfDay === undefined ? 'DAY' : 'HALF_DAY')
      : minuteOf(day, hour, minute);
  return reading && { ...reading, ...(partOfDay && { partOfDay }), inferred: written === undefined };
};

const readMonth = ({ m = '', y = '' }: Groups): Reading | undefined => {
  const first = `${y}-${two(m)}-01`;
  if (!isBound(first)) return undefined;
  const last = new Date(Date.UTC(Number(y), Number(m), 0)).toISOString().slice(0, 10);
  return days(first, last, 'MONTH');
};

const readHalfYear = ({ half, y }: Groups, inferredYear?: number): Reading | undefined => {
  const year = y ?? inferredYear?.toString();
  if (year === undefined) return unbounded;
  const reading =
    half === 'đầu' ? days(`${year}-01-01`, `${year}-06-30`, 'RANGE') : days(`${year}-07-01`, `${year}-12-31`, 'RANGE');
  return reading && { ...reading, inferred: y === undefined };
};

type Form = readonly [RegExp, (found: Groups, year?: number) => Reading | undefined];
const forms: readonly Form[] = [
  [dayForm, readDay],
  [/^(?:tháng )?(?<m>\d{1,2}) ?\/ ?(?<y>\d{4})$/u, readMonth],
  [/^tháng (?<m>\d{1,2}) năm (?<y>\d{4})$/u, readMonth],
  [/^6 tháng (?<half>đầu|cuối) năm(?: (?<y>\d{4}))?$/u, readHalfYear],
  [/^(?:năm )?(?<y>\d{4})$/u, ({ y = '' }) => days(`${y}-01-01`, `${y}-12-31`, 'YEAR')],
  [
    /^(?:giai đoạn |nhiệm kỳ )?(?<y>\d{4}) ?- ?(?<to>\d{4})$/u,
    ({ y = '', to = '' }) => days(`${y}-01-01`, `${to}-12-31`, 'YEAR'),
  ],
  [/^vừa tổ chức$/u, () => unbounded],
];

/**
 * Reads a date as Vietnamese sources write it: day before month, partial, half days, ranges of years (reference 3.5).
 * What the text does not say stays without bounds; `asWritten` keeps the text. Undefined for anything else, for days
 * that do not exist and for a weekday that is not that day's.
 */
export const parseFuzzyDate = (text: string, options: ParseDateOptions = {}): FuzzyDate | undefined => {
  const asWritten = nfc(text);
  if (asWritten.length > longestText) return undefined;
  const plain = asWritten
    .toLowerCase()
    .replace(/[\u2010-\u2015\u2212]/gu, '-')
    .replace(/\s+/gu, ' ')
    .trim();
  for (const [pattern, read] of forms) {
    const found = pattern.exec(plain);
    if (found === null) continue;
    const reading = read(found.groups ?? {}, options.year);
    if (reading === undefined) return undefined;
    const { inferred = false, ...bounds } = reading;
    return {
      ...bounds,
      asWritten,
      certainty: certaintyOf(bounds.earliest !== undefined, inferred, options.certainty ?? 'STATED'),
      ...(options.basis === undefined ? {} : { basis: options.basis }),
    };
  }
  return undefined;
};

const certaintyOf = (bounded: boolean, inferred: boolean, told: Certainty): Certainty => {
  if (!bounded) return 'UNKNOWN';
  return inferred && told === 'STATED' ? 'INFERRED' : told;
};

export type Language = 'vi' | 'en';

const monthNames = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];
const words = {
  vi: { MORNING: 'sáng', AFTERNOON: 'chiều', EVENING: 'tối', year: 'năm ', from: 'từ', to: 'đến', none: 'chưa rõ' },
  en: {
    MORNING: 'morning',
    AFTERNOON: 'afternoon',
    EVENING: 'evening',
    year: '',
    from: 'from',
    to: 'until',
    none: 'unknown',
  },
} as const;

const dayOf = (bound: string): string => (bound.length === 10 ? bound : vietnamDay(bound));

/** A Vietnam day (`YYYY-MM-DD`) for a reader: `12/6/2021`, `12 June 2021`. */
export const printDay = (day: string, language: Language): string => {
  const [year = '', month = '', dayOfMonth = ''] = day.split('-');
  return language === 'vi'
    ? `${Number(dayOfMonth)}/${Number(month)}/${year}`
    : `${Number(dayOfMonth)} ${monthNames[Number(month) - 1] ?? month} ${year}`;
};

const printSpan = (from: string, to: string, language: Language): string => {
  const [firstYear, lastYear] = [from.slice(0, 4), to.slice(0, 4)];
  if (from.endsWith('-01-01') && to.endsWith('-12-31'))
    return firstYear === lastYear ? words[language].year + firstYear : `${firstYear} – ${lastYear}`;
  const month = readMonth({ y: firstYear, m: from.slice(5, 7) });
  if (month?.earliest === from && month.latest === to)
    return language === 'vi'
      ? `tháng ${Number(from.slice(5, 7))}/${firstYear}`
      : `${monthNames[Number(from.slice(5, 7)) - 1] ?? ''} ${firstYear}`;
  return `${printDay(from, language)} – ${printDay(to, language)}`;
};

/**
 * A short text for a reader, from the bounds alone; certainty is shown apart. An unbounded date shows what the source
 * wrote: `chưa rõ (“vừa tổ chức”)`.
 */
export const printFuzzyDate = (date: FuzzyDate, language: Language): string => {
  const { earliest, latest, partOfDay, precision, asWritten } = date;
  const said = words[language];
  if (earliest === undefined && latest === undefined)
    return asWritten === undefined ? said.none : `${said.none} (“${asWritten}”)`;
  if (earliest === undefined) return `${said.to} ${printDay(dayOf(latest ?? ''), language)}`;
  if (latest === undefined) return `${said.from} ${printDay(dayOf(earliest), language)}`;
  const day = printDay(dayOf(earliest), language);
  if (dayOf(earliest) !== dayOf(latest)) return printSpan(dayOf(earliest), dayOf(latest), language);
  if (precision === 'INSTANT' && earliest.length > 10) {
    const clock = new Date(Date.parse(earliest) + 7 * 3_600_000).toISOString().slice(11, 16);
    return language === 'vi' ? `${clock} ${day}` : `${day}, ${clock}`;
  }
  if (partOfDay === undefined) return day;
  return language === 'vi' ? `${said[partOfDay]} ${day}` : `${day}, ${said[partOfDay]}`;
};
