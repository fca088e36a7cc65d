import { describe, expect, test } from '@jest/globals';
import { catalog, eventDefinitions, streamTypeOfCommand } from '../../src/domain/catalog.js';
import { streamTypes } from '../../src/domain/kernel/ids.js';

const commandTypes = streamTypes.flatMap((type) => Object.keys(catalog[type].commands));

describe('The catalogue', () => {
  test.each(streamTypes)('has the aggregate of %s streams, and its events', (type) => {
    expect(catalog[type].streamType).toBe(type);
    expect(eventDefinitions[type]).toBe(catalog[type].events);
  });

  test('has each command and each event type in one aggregate only', () => {
    const eventTypes = streamTypes.flatMap((type) => Object.keys(eventDefinitions[type]));
    expect(commandTypes).toEqual([...new Set(commandTypes)]);
    expect(eventTypes).toEqual([...new Set(eventTypes)]);
  });

  test('leads every event from version 1 to the newest without a gap', () => {
    for (const type of streamTypes)
      for (const { version, upcasts } of Object.values(eventDefinitions[type]))
        expect(Object.keys(upcasts ?? {})).toEqual(
          Array.from({ length: version - 1 }, (_, index) => String(index + 1)),
        );
  });

  test('tells to which kind of stream a command goes', () => {
    for (const type of streamTypes)
      for (const command of Object.keys(catalog[type].commands)) expect(streamTypeOfCommand(command)).toBe(type);
    expect(streamTypeOfCommand('DropEverything')).toBeUndefined();
    expect(streamTypeOfCommand('toString')).toBeUndefined();
  });
});
