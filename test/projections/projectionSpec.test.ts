import { describe, expect, test } from '@jest/globals';
import { put, type Projection } from '../../projections/projection.js';
import { projectionSpec, type Happened } from '../support/projectionSpec.js';
import { shelfProjection } from './shelf.js';

const taken = (text: string): Happened => ({
  stream: { type: 'source', id: 'a' },
  type: 'NoteTaken',
  data: { text, language: 'vi' },
});
const struck: Happened = { stream: { type: 'source', id: 'a' }, type: 'NoteStruck', data: {} };
const shelf = shelfProjection();
const expected = {
  shelves: { a: { notes: ['hai'], taken: 1 } },
  notes: { 'a.1': { shelf: 'a', text: 'một' }, 'a.3': { shelf: 'a', text: 'hai' } },
};

describe('the specification of a projection', () => {
  test('holds for the documents exactly', async () => {
    await projectionSpec(shelf).given(taken('một'), struck).when(taken('hai')).then(expected);
    await projectionSpec(shelf).given().then({});
  });

  test.each<[string, Parameters<ReturnType<ReturnType<typeof projectionSpec>['given']>['then']>[0]]>([
    ['a member too few', { ...expected, shelves: { a: { notes: ['hai'] } } }],
    ['a document too many', { ...expected, shelves: { ...expected.shelves, b: {} } }],
    ['a collection left out', { shelves: expected.shelves }],
  ])('fails for %s', async (_, wrong) => {
    await expect(projectionSpec(shelf).given(taken('một'), struck, taken('hai')).then(wrong)).rejects.toThrow();
  });

  test('fails for a fold that changes what it is given', async () => {
    const careless: Projection<{ notes: string[] }> = {
      ...shelf,
      evolve: (document) => {
        document?.notes.push('more');
        return [put(shelf.collections[0], 'a', document ?? { notes: [] })];
      },
    };
    await expect(
      projectionSpec(careless)
        .given(taken('một'), taken('hai'))
        .then({ shelves: { a: { notes: ['more'] } } }),
    ).rejects.toThrow('projection shelf failed');
  });

  test('fails for a body that JSON does not keep', async () => {
    const loose: Projection = { ...shelf, evolve: () => [put(shelf.collections[0], 'a', { gone: undefined })] };
    await expect(
      projectionSpec(loose)
        .given(taken('một'))
        .then({ shelves: { a: {} } }),
    ).rejects.toThrow('projection shelf failed');
  });
});
