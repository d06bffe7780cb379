// A model checker: walks every delivery through every order of events, and holds what the walk finds against what
// product.md promises.
import { describe, expect, it } from 'vitest';
import { decideCredit, decideTakeBack } from './decide-take-back.ts';
import { DELIVERY_KINDS, DELIVERY_STATES, isMoney } from './delivery-state.ts';
import { DELIVERY_EVENTS, type DeliveryModel, decideDeliveryMove, isDelivered } from './delivery-table.ts';

interface Step {
  from: DeliveryModel;
  event: string;
  after: DeliveryModel;
}

const nameOf = (model: DeliveryModel) => JSON.stringify(model);
const begin = (kind: DeliveryModel['kind']): DeliveryModel => ({
  kind,
  state: 'planned',
  route: 'create',
  hasGoneBack: false,
});

/** Every step that can ever be taken from a planned delivery on. */
function walk(first: DeliveryModel): Step[] {
  const seen = new Map([[nameOf(first), first]]);
  const steps: Step[] = [];
  for (const from of seen.values())
    for (const event of DELIVERY_EVENTS) {
      const move = decideDeliveryMove(from, event);
      if (!move.ok) continue;
      steps.push({ from, event, after: move.after });
      if (!seen.has(nameOf(move.after))) seen.set(nameOf(move.after), move.after);
    }
  return steps;
}

describe.each(DELIVERY_KINDS)('%s', (kind) => {
  const steps = walk(begin(kind));
  const reached = [begin(kind), ...steps.map(({ after }) => after)];

  it('reaches every state', () => {
    expect(new Set(reached.map(({ state }) => state))).toEqual(new Set(DELIVERY_STATES));
  });

  it('has no dead end: from everywhere a way leads into the EHR', () => {
    const canEnd = new Set(reached.filter(({ state }) => isDelivered(state)).map(nameOf));
    for (let before = -1; before !== canEnd.size; ) {
      before = canEnd.size;
      for (const { from, after } of steps) if (canEnd.has(nameOf(after))) canEnd.add(nameOf(from));
    }
    expect(reached.filter((one) => !canEnd.has(nameOf(one)))).toEqual([]);
  });

  it('is final when it is in the EHR, and only then', () => {
    for (const model of reached) {
      const exits = steps.filter(({ from }) => nameOf(from) === nameOf(model));
      expect(exits.length > 0, nameOf(model)).toBe(!isDelivered(model.state));
    }
  });

  it('is sent from planned alone, and comes to planned by four ways alone', () => {
    expect(new Set(steps.filter(({ event }) => event === 'send').map(({ from }) => from.state))).toEqual(
      new Set(['planned']),
    );
    const ways = new Set(
      steps
        .filter(({ from, after }) => after.state === 'planned' && from.state !== 'planned')
        .map(({ from, event }) => `${from.state} ${event}`),
    );
    const goesAgain = isMoney(kind) ? [] : ['reconciling miss'];
    expect(ways).toEqual(new Set(['sending no-effect', 'refused retry', ...goesAgain]));
  });

  it('never goes from unknown to planned without a search', () => {
    const fromUnknown = steps.filter(({ from }) => from.state === 'unknown');
    expect(new Set(fromUnknown.map(({ after }) => after.state))).toEqual(new Set(['reconciling']));
  });

  it('goes back after a search at most once in its life', () => {
    for (const { from, event, after } of steps) {
      if (event === 'miss' && after.state === 'planned') {
        expect(from.hasGoneBack).toBe(false);
        expect(after.hasGoneBack).toBe(true);
      } else expect(after.hasGoneBack).toBe(from.hasGoneBack);
    }
  });

  it('what certainly took no effect is not counted as the once', () => {
    const sending: DeliveryModel = { ...begin(kind), state: 'sending' };
    expect(decideDeliveryMove(sending, 'no-effect')).toEqual({ ok: true, after: begin(kind) });
  });

  it('is looked for in the EHR after a restore, unless it is surely there', () => {
    for (const model of reached) {
      const move = decideDeliveryMove(model, 'restore');
      if (isDelivered(model.state)) expect(move.ok).toBe(false);
      else expect(move).toMatchObject({ ok: true, after: { state: 'reconciling' } });
    }
  });

  it('stays with a person once a person has it', () => {
    for (const { from, after } of steps) if (from.route === 'person') expect(after.route).toBe('person');
    const withPerson: DeliveryModel = { ...begin(kind), state: 'reconciling', route: 'person' };
    expect(decideDeliveryMove(withPerson, 'miss')).toMatchObject({ after: { state: 'handed-over' } });
  });
});

describe('what a person takes back', () => {
  it('is over where it certainly had no effect, and nowhere else', () => {
    for (const kind of DELIVERY_KINDS)
      for (const state of DELIVERY_STATES) {
        const move = decideDeliveryMove({ ...begin(kind), state }, 'take-back');
        const isSure = state === 'planned' || state === 'refused';
        expect(move.ok, `${kind} ${state}`).toBe(isMoney(kind) && isSure);
        if (move.ok) expect(move.after.state).toBe('done-by-person');
      }
  });

  it.each(DELIVERY_STATES)('a charge that is %s', (state) => {
    const ends: Record<string, string> = { planned: 'taken-back', refused: 'taken-back-refused' };
    const isOver = ['confirmed', 'done-by-person'].includes(state);
    const why = ends[state];
    expect(decideTakeBack(state)).toEqual(why ? { does: 'end', why } : { does: 'credit', isMarked: !isOver });
  });

  it('is credited only where it may stand in the EHR', () => {
    const credit = (state: DeliveryModel['state'], isTakenBack: boolean) =>
      decideCredit({ state, isTakenBack });
    expect([credit('confirmed', true), credit('confirmed', false)]).toEqual(['go', 'go']);
    // Put in by hand before anybody took it back: a person credits it. Afterwards they were told not to.
    expect([credit('done-by-person', false), credit('done-by-person', true)]).toEqual(['go', 'nothing']);
    expect(credit('refused', true)).toBe('end-both');
  });
});

describe.each(['charge', 'charge-credit'] as const)('a %s', (kind) => {
  it('never goes again after its answer was lost', () => {
    const steps = walk(begin(kind));
    expect(
      steps.filter(({ from, after }) => from.state === 'reconciling' && after.state === 'planned'),
    ).toEqual([]);
    expect(decideDeliveryMove({ ...begin(kind), state: 'reconciling' }, 'miss')).toEqual({
      ok: true,
      after: { kind, state: 'handed-over', route: 'person', hasGoneBack: false },
      why: 'not-found',
    });
  });

  it('goes again when the request certainly took no effect', () => {
    expect(decideDeliveryMove({ ...begin(kind), state: 'sending' }, 'no-effect')).toMatchObject({
      after: { state: 'planned' },
    });
  });
});

it('a note that is missed a second time goes to a person', () => {
  const note: DeliveryModel = { ...begin('note'), state: 'reconciling', hasGoneBack: true };
  expect(decideDeliveryMove(note, 'miss')).toMatchObject({
    after: { state: 'handed-over' },
    why: 'not-found',
  });
});

it('a message that is missed goes to a person at once: what a receiver took is not always seen over FHIR', () => {
  const note: DeliveryModel = { ...begin('note'), state: 'reconciling', route: 'hl7v2' };
  expect(decideDeliveryMove(note, 'miss')).toMatchObject({
    after: { state: 'handed-over' },
    why: 'not-found',
  });
});
