import { expect, test } from '@jest/globals';
import { parse, validate } from 'graphql';
import { buildConcordatSchema } from '../../schema/build.js';
import { starterQueries } from '../../src/starterQueries.js';

test.each(starterQueries)('the starter query $name asks what the contract has', async ({ query }) => {
  expect(validate(await buildConcordatSchema(), parse(query))).toEqual([]);
});
