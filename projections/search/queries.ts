import type { ReadModel } from '../../src/application/ports.js';
import { plainWords } from '../../src/domain/kernel/searchText.js';
import { fold, toneFold } from '../../src/domain/kernel/text.js';
import { agreements } from '../agreements/document.js';
import { numberKeys } from '../numberKeys.js';
import { offices } from '../offices/document.js';
import { organizations } from '../organizations/document.js';
import type { SearchHit, SearchQueries, SearchType } from '../queries.js';

/** Above every score of full text, which lies below 2. */
const sameNumber = 4;
const startOfNumber = 3;

/** Agreements whose number was typed, whole, or to the end of one of its parts: `2 qc` finds `2 qc duk ldld`. */
const byNumber = async (model: ReadModel, text: string, limit: number): Promise<readonly SearchHit[]> => {
  const keys = numberKeys(text);
  const [same, longer] = await Promise.all([
    model.find(agreements.name, { filter: { field: 'numberKey', in: keys }, limit }),
    model.find(agreements.name, {
      filter: { or: keys.map((key) => ({ field: 'numberKey', startsWith: `${key} ` })) },
      limit,
    }),
  ]);
  return [
    ...same.map(({ id }) => ({ type: 'AGREEMENT', id, score: sameNumber }) as const),
    ...longer.map(({ id }) => ({ type: 'AGREEMENT', id, score: startOfNumber }) as const),
  ];
};

const byId = (a: SearchHit, b: SearchHit): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** Search over several read models at once. */
export const searchQueries = (models: Readonly<Record<SearchType, ReadModel>>): SearchQueries => {
  const collections = { AGREEMENT: agreements, ORGANIZATION: organizations, OFFICE: offices } as const;
  const byWords = async (type: SearchType, text: string, limit: number): Promise<readonly SearchHit[]> => {
    const words = plainWords(text);
    const query = { exact: toneFold(words), folded: fold(words), limit };
    const found = await models[type].search(collections[type].name, query);
    return found.map(({ id, score }) => ({ type, id, score }));
  };
  return {
    search: async (text, types, limit) => {
      const wanted = [...new Set(types)];
      const found = await Promise.all([
        ...(wanted.includes('AGREEMENT') ? [byNumber(models.AGREEMENT, text, limit)] : []),
        ...wanted.map((type) => byWords(type, text, limit)),
      ]);
      const best = new Map<string, SearchHit>();
      // The better one of an object found twice comes first.
      for (const hit of found.flat().sort((a, b) => b.score - a.score || byId(a, b))) {
        const key = `${hit.type}:${hit.id}`;
        if (!best.has(key)) best.set(key, hit);
      }
      return [...best.values()].slice(0, limit);
    },
  };
};
