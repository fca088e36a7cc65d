import { type Language, printDay } from './dateParser.js';
import { coded, labels } from './detailWords.js';
import { problemIn } from './problems.js';
import type { Details, DocumentNumberWarning, ReadWarningCode, RejectionCode } from './rejection.js';
import { rejectionMessages, type Template } from './rejectionMessages.js';
import { warningMessages } from './warningMessages.js';

type Word = Template;
type Value = Details[string];

const wordIn = (word: Word, language: Language): string => word[language === 'vi' ? 0 : 1];

const own = <T>(table: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

const printValue = (key: string, value: Exclude<Value, readonly string[]>, language: Language): string => {
  if (value === null) return wordIn(['chưa có', 'none'], language);
  if (typeof value === 'boolean') return wordIn(value ? ['có', 'yes'] : ['không', 'no'], language);
  const text = String(value);
  const word = key === 'problem' ? problemIn(text) : own(coded.get(key) ?? {}, text);
  if (word !== undefined) return wordIn(word, language);
  return /^\d{4}-\d{2}-\d{2}$/u.test(text) ? printDay(text, language) : text;
};

/** A detail in words; undefined when there is nothing to name. */
const print = (key: string, value: Value | undefined, language: Language): string | undefined => {
  if (value === undefined || value === '') return undefined;
  if (value === null || typeof value !== 'object') return printValue(key, value, language);
  return value.length === 0 ? undefined : value.map((item) => printValue(key, item, language)).join(', ');
};

/** Long lists and names of commands that a sentence says only where it asks for them; a client finds them in the details. */
const forClients: ReadonlySet<string> = new Set(['command', 'allowed']);

const isMissing = (key: string, details: Details): boolean => print(key, own(details, key), 'en') === undefined;

const fill = (template: string, details: Details, language: Language): string => {
  const named = new Set<string>();
  const main = template.replace(/\[([^\]]*)\]/gu, (_, optional: string) => {
    const keys = Array.from(optional.matchAll(/\{(\w+)\}/gu), ([, key = '']) => key);
    if (keys.some((key) => isMissing(key, details))) return '';
    keys.forEach((key) => named.add(key));
    return optional.replace(/\{(\w+)\}/gu, (_, key: string) => print(key, own(details, key), language) ?? '');
  });
  const rest = Object.keys(details)
    .filter((key) => !named.has(key) && !forClients.has(key) && !isMissing(key, details))
    .map((key) => {
      const label = own(labels, key);
      return `${label === undefined ? key : wordIn(label, language)}: ${print(key, details[key], language) ?? ''}`;
    });
  return rest.length === 0 ? main : `${main} (${rest.join('; ')})`;
};

export type MessageCode = RejectionCode | ReadWarningCode | DocumentNumberWarning;

/** What the sentences of a refusal or warning say, in both languages. */
export interface Sentence {
  readonly vi: string;
  readonly en: string;
}

const templates: Readonly<Record<MessageCode, Template>> = { ...rejectionMessages, ...warningMessages };

/** What a code means, as told to a clerk in both languages; names every detail given and reads well without any. */
export const sentence = (code: MessageCode, details: Details = {}): Sentence => {
  const [vi, en] = templates[code];
  return { vi: fill(vi, details, 'vi'), en: fill(en, details, 'en') };
};
