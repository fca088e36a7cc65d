import { type Language, printFuzzyDate } from '../kernel/dateParser.js';
import { type FuzzyDate, hasDay } from '../kernel/fuzzyDate.js';
import type { Sentence } from '../kernel/messages.js';
import type { Template } from '../kernel/rejectionMessages.js';
import { nfc } from '../kernel/text.js';

/** A part of a sentence: in both languages, or words that are the same in both, such as a name. */
export type Phrase = string | Sentence;

export const inBoth = (say: (language: Language) => string): Sentence => ({ vi: say('vi'), en: say('en') });

export const wordsIn = (phrase: Phrase, language: Language): string =>
  typeof phrase === 'string' ? phrase : phrase[language];

/** What is said of a value, if there is one. */
export const optional = <T>(value: T | null | undefined, say: (value: T) => Phrase | undefined): Phrase | undefined =>
  value === null || value === undefined ? undefined : say(value);

export const word = ([vi, en]: Template): Sentence => ({ vi, en });

/** Longest text that a sentence takes in whole, in characters as a reader sees them. */
const longest = 120;
const characters = new Intl.Segmenter('vi', { granularity: 'grapheme' });
/** What would turn round the order in which the sentence about it is shown, and what is no text at all. */
const directions = /[^\P{Cc}\s]|[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;

/** Somebody's text on one line, cut between words where it is long. Nothing in it is markup. */
export const shortened = (text: string): string => {
  const line = nfc(text.replace(directions, '')).replace(/\s+/gu, ' ').trim();
  let [count, end] = [0, 0];
  for (const { index } of characters.segment(line)) {
    if (count++ === longest) {
      const space = line.lastIndexOf(' ', index);
      end = space > index / 2 ? space : index;
      break;
    }
  }
  return end === 0 ? line : `${line.slice(0, end)}…`;
};

export const quoted = (text: string): string => `“${shortened(text)}”`;

const most = 5;

/** `A, B và C`; of a long list the first five and how many `others` there are. `and` stands before the last. */
export const listed = (
  phrases: readonly Phrase[],
  [viOthers, enOthers]: Template = ['cơ quan khác', 'others'],
  and: Template = ['và', 'and'],
): Sentence | undefined => {
  if (phrases.length === 0) return undefined;
  const others = phrases.length - most;
  const shown: readonly Phrase[] =
    others > 1 ? [...phrases.slice(0, most), { vi: `${others} ${viOthers}`, en: `${others} ${enOthers}` }] : phrases;
  return inBoth((language) => {
    const words = shown.map((phrase) => wordsIn(phrase, language));
    const last = words.at(-1) ?? '';
    return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${word(and)[language]} ${last}`;
  });
};

const unknownDay = ({ earliest, latest, asWritten }: FuzzyDate, language: Language, unknown: string): string => {
  const vietnamese = language === 'vi';
  const bound = latest ?? earliest;
  if (bound !== undefined) {
    const day = printFuzzyDate({ earliest: bound, latest: bound, precision: 'DAY', certainty: 'STATED' }, language);
    if (vietnamese) return `${unknown}, ${latest === undefined ? 'sớm nhất' : 'muộn nhất'} ${day}`;
    return `${unknown}, ${day} at the ${latest === undefined ? 'earliest' : 'latest'}`;
  }
  return asWritten === undefined ? unknown : `${unknown} (${quoted(asWritten)})`;
};

/** How a date is said in each of its places in a sentence: before a day, an instant, a month or year, a longer span. */
interface Saying {
  readonly day: string;
  readonly instant: string;
  readonly part: string;
  readonly within: string;
  readonly span: string;
  readonly unknown: string;
}

const say = (date: FuzzyDate, language: Language, saying: Saying): string => {
  const { earliest, latest, partOfDay, precision } = date;
  if (earliest === undefined || latest === undefined) return unknownDay(date, language, saying.unknown);
  const text = printFuzzyDate(date, language);
  if (!hasDay(date)) return (text.includes(' – ') ? saying.span : saying.within) + text;
  if (precision === 'INSTANT' && earliest.length > 10) return saying.instant + text;
  return (partOfDay === undefined ? saying.day : saying.part) + text;
};

const saying =
  (vi: Saying, en: Saying) =>
  (date: FuzzyDate): Sentence => ({ vi: say(date, 'vi', vi), en: say(date, 'en', en) });

/** When something happened: `ngày 12/5/2022`, `trong tháng 5/2022`, `chưa rõ ngày`. */
export const on = saying(
  {
    day: 'ngày ',
    instant: 'lúc ',
    part: '',
    within: 'trong ',
    span: 'trong khoảng ',
    unknown: 'chưa rõ ngày',
  },
  { day: 'on ', instant: 'on ', part: 'on ', within: 'in ', span: 'within ', unknown: 'on an unknown date' },
);

/** From when something counts: `từ ngày 1/1/2022`, `từ năm 2022`. */
export const from = saying(
  {
    day: 'từ ngày ',
    instant: 'từ ',
    part: 'từ ',
    within: 'từ ',
    span: 'từ một ngày trong khoảng ',
    unknown: 'từ ngày chưa rõ',
  },
  {
    day: 'from ',
    instant: 'from ',
    part: 'from ',
    within: 'from ',
    span: 'from a day within ',
    unknown: 'from an unknown date',
  },
);

/** A date as the object of a sentence: `hạn ký: ngày 1/3/2026`. */
export const theDay = saying(
  { day: 'ngày ', instant: '', part: '', within: '', span: 'trong khoảng ', unknown: 'chưa rõ ngày' },
  { day: '', instant: '', part: '', within: '', span: 'within ', unknown: 'an unknown date' },
);

/** `2022 – 2025`; each end may be unknown. */
export const span = (start: FuzzyDate | null, end: FuzzyDate | null): Sentence => {
  const [earliest, latest] = [start?.earliest, end?.latest];
  return inBoth((language) =>
    printFuzzyDate(
      {
        ...(earliest === undefined ? {} : { earliest }),
        ...(latest === undefined ? {} : { latest }),
        precision: 'RANGE',
        certainty: 'STATED',
      },
      language,
    ),
  );
};

/** `3 điều khoản`, `1 clause`, `3 clauses`. */
export const counted = (count: number, vi: string, [one, many]: readonly [one: string, many: string]): Sentence => ({
  vi: `${count} ${vi}`,
  en: `${count} ${count === 1 ? one : many}`,
});

const placeholder = /\{(\w+)\}/gu;

/** What fills a template; undefined is what the event does not say. */
export type Details = Readonly<Record<string, Phrase | undefined>>;

const fillIn = (template: string, details: Details, language: Language): string => {
  const detail = (key: string): string | undefined => {
    const phrase = Object.hasOwn(details, key) ? details[key] : undefined;
    return phrase === undefined ? undefined : wordsIn(phrase, language);
  };
  // One pass over the template alone: what is filled in is data, whatever braces and brackets it has.
  const text = template.replace(/\[([^\]]*)\]|\{(\w+)\}/gu, (_, optional: string | undefined, key = '') => {
    if (optional === undefined) {
      const found = detail(key as string);
      if (found === undefined) throw new Error(`Nothing to say for {${String(key)}} in “${template}”`);
      return found;
    }
    const keys = Array.from(optional.matchAll(placeholder), ([, name = '']) => name);
    if (keys.some((name) => detail(name) === undefined)) return '';
    return optional.replace(placeholder, (__, name: string) => detail(name) ?? '');
  });
  return nfc(text);
};

/** The sentence of a template: `{key}` is a detail; a part in brackets is said only when all its details are known. */
export const filled = ([vi, en]: Template, details: Details): Sentence => ({
  vi: fillIn(vi, details, 'vi'),
  en: fillIn(en, details, 'en'),
});
