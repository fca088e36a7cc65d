import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { History } from '../../src/application/history.js';
import { Streams } from '../../src/application/streams.js';
import { agreement } from '../../src/domain/agreement/index.js';
import { actors, createWorld, draft, registerBodies, type World } from '../support/world.js';

const ref = { type: 'agreement', id: 'agr-1' } as const;
const body = 'Hai bên trao đổi thông tin hằng quý.';

describe('blame', () => {
  let world: World;
  let drafted: string;

  beforeEach(async () => {
    world = await createWorld();
    await registerBodies(world);
    const [event] = await world.must('DraftAgreement', 'agr-1', draft, { by: actors.drafter });
    drafted = event?.eventId ?? '';
  });
  afterEach(() => world.close());

  const revise = async (...clauses: readonly object[]) => {
    const [event] = await world.must('ReviseDraft', 'agr-1', { patch: { clauses } }, { by: actors.drafter });
    return event?.eventId ?? '';
  };
  const blameOf = async (clauseId: string, point: object = {}, ignoreEvents: readonly string[] = []) =>
    (await world.history.blame([{ ref, point, ignoreEvents }]))[0]?.find((clause) => clause.clauseId === clauseId);

  test('every word belongs to the event that put it there', async () => {
    const revised = await revise({ clauseId: 'c2', body: 'Hai bên trao đổi thông tin hằng tháng.' });
    expect((await blameOf('c2'))?.spans).toEqual([
      { text: 'Hai bên trao đổi thông tin hằng ', eventId: drafted },
      { text: 'tháng', eventId: revised },
      { text: '.', eventId: drafted },
    ]);
    expect(await blameOf('c1')).toMatchObject({ textBy: drafted, spans: [{ eventId: drafted }] });
  });

  test('a revert is blamed itself, and names the wording that it restored', async () => {
    await revise({ clauseId: 'c2', body: 'Hai bên trao đổi thông tin hằng tháng.' });
    const reverted = await revise({ clauseId: 'c2', body });
    expect(await blameOf('c2')).toMatchObject({ textBy: reverted, restores: drafted });
  });

  test('a move changes whose place it is, not whose words', async () => {
    const moved = await revise({ clauseId: 'c2', position: 0 });
    const blamed = [await blameOf('c1'), await blameOf('c2')].map((clause) => [clause?.positionBy, clause?.textBy]);
    expect(blamed.map(([, textBy]) => textBy)).toEqual([drafted, drafted]);
    expect(blamed.map(([positionBy]) => positionBy)).toContain(moved);
  });

  test('a clause deleted and added again is new', async () => {
    await revise({ clauseId: 'c2', remove: true });
    expect(await blameOf('c2')).toBeUndefined();
    const again = await revise({ clauseId: 'c2', label: 'Điều 2', body });
    expect(await blameOf('c2')).toMatchObject({ addedBy: again, textBy: again, restores: undefined });
  });

  test('an ignored event leaves its words to whoever wrote what it replaced', async () => {
    const monthly = await revise({ clauseId: 'c2', body: 'Hai bên trao đổi thông tin hằng tháng.' });
    const typography = await revise({ clauseId: 'c2', body: 'Hai bên trao đổi thông tin hàng tháng.' });
    const ignoring = await blameOf('c2', {}, [typography]);
    expect(ignoring).toMatchObject({ textBy: monthly });
    expect(ignoring?.spans).toEqual([
      { text: 'Hai bên trao đổi thông tin hàng ', eventId: drafted },
      { text: 'tháng', eventId: monthly },
      { text: '.', eventId: drafted },
    ]);
  });

  test('it is asked at any version, and the spans are always the text', async () => {
    for (let n = 0; n < 120; n++) await revise({ clauseId: 'c2', body: `Hai bên họp lần thứ ${n} trong năm.` });
    for (const version of [1, 49, 50, 51, 100, 101, 121]) {
      const { state } = await world.history.at<{ text: { clauses: readonly { body: string }[] } }>(ref, { version });
      const clause = await blameOf('c2', { version });
      expect(clause?.spans.map((span) => span.text).join('')).toBe(state.text.clauses[1]?.body);
    }
    expect(await blameOf('c2', { version: 1 })).toMatchObject({ textBy: drafted });
  });

  test('it costs as much behind many versions as behind few, whatever is looked behind', async () => {
    let folded = 0;
    const evolve: (typeof agreement)['evolve'] = (state, event) => {
      folded += 1;
      return agreement.evolve(state, event);
    };
    const history = new History(new Streams(world.store, { agreement: { ...agreement, evolve } }));
    const typography: string[] = [];
    const costAt = async (version: number, ignoreEvents: readonly string[]) => {
      await history.blame([{ ref, point: { version }, ignoreEvents: [] }]);
      folded = 0;
      await history.blame([{ ref, point: { version }, ignoreEvents }]);
      return folded;
    };
    for (let n = 0; n < 220; n++) typography.push(await revise({ clauseId: 'c2', body: `Hai bên họp lần thứ ${n}.` }));
    const ignored = typography.filter((_, index) => index % 3 === 0);
    const costs = [await costAt(40, ignored), await costAt(90, ignored), await costAt(190, ignored)];
    expect(costs).toEqual([40, 40, 40]);
    expect(await costAt(200, ignored)).toBe(0);
  });
});
