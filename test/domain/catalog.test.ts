import { describe, expect, test } from '@jest/globals';
import { catalog, eventDefinitions, streamTypesOfCommand } from '../../src/domain/catalog.js';
import { correctionCommands, correctionEvents } from '../../src/domain/kernel/correctable.js';
import { streamTypes } from '../../src/domain/kernel/ids.js';

const corrections = Object.keys(correctionCommands);
const ownCommands = (type: (typeof streamTypes)[number]) =>
  Object.keys(catalog[type].commands).filter((command) => !corrections.includes(command));

describe('The catalogue', () => {
  test.each(streamTypes)('has the aggregate of %s streams, and its events', (type) => {
    expect(catalog[type].streamType).toBe(type);
    expect(eventDefinitions[type]).toBe(catalog[type].events);
  });

  test('has each command and each event type in one aggregate only, but for corrections, which all have', () => {
    const commandTypes = streamTypes.flatMap(ownCommands);
    const eventTypes = streamTypes
      .flatMap((type) => Object.keys(eventDefinitions[type]))
      .filter((event) => !Object.hasOwn(correctionEvents, event));
    expect(commandTypes).toEqual([...new Set(commandTypes)]);
    expect(eventTypes).toEqual([...new Set(eventTypes)]);
    for (const type of streamTypes) {
      expect(catalog[type].commands).toMatchObject(correctionCommands);
      expect(eventDefinitions[type]).toMatchObject(correctionEvents);
    }
  });

  test('leads every event from version 1 to the newest without a gap', () => {
    for (const type of streamTypes)
      for (const { version, upcasts } of Object.values(eventDefinitions[type]))
        expect(Object.keys(upcasts ?? {})).toEqual(
          Array.from({ length: version - 1 }, (_, index) => String(index + 1)),
        );
  });

  test('tells to which kinds of stream a command goes', () => {
    for (const type of streamTypes)
      for (const command of ownCommands(type)) expect(streamTypesOfCommand(command)).toEqual([type]);
    for (const command of corrections) expect(streamTypesOfCommand(command)).toEqual(streamTypes);
    expect(streamTypesOfCommand('DropEverything')).toEqual([]);
    expect(streamTypesOfCommand('toString')).toEqual([]);
  });

  // DESTRUCTION_NOT_SUPPORTED has no command to refuse: there is none that would destroy anything.
  test('invariant 59: has no command or event that destroys what is on record', () => {
    const names = streamTypes.flatMap((type) => [
      ...Object.keys(catalog[type].commands),
      ...Object.keys(eventDefinitions[type]),
    ]);
    expect(names.filter((name) => /destroy|delete|purge|erase|drop|truncate|discard/iu.test(name))).toEqual([]);
  });
});
