import { expect, test } from '@jest/globals';
import { mayRead } from '../../src/application/authorise.js';
import { roles } from '../../src/domain/kernel/event.js';

test('every role reads the record', () => {
  expect(roles.filter((role) => !mayRead({ role }, 'RECORD'))).toEqual([]);
});

test('persons and refusals are the auditor’s alone', () => {
  expect(roles.filter((role) => mayRead({ role }, 'PERSON'))).toEqual(['AUDITOR']);
  expect(roles.filter((role) => mayRead({ role }, 'REFUSALS'))).toEqual(['AUDITOR']);
});
