// The model checker: walks every order of events that the two tables allow, as the server runs them, and looks for
// dead ends. Beside it, by name, the ways in which peers have stranded people.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  decideMove,
  decidePersonMove,
  listJoinEvents,
  type VisitModel,
  type VisitPerson,
} from './decide-move.ts';
import { PARTICIPANT_ROWS, PARTICIPANT_STATES, type ParticipantState } from './participant-table.ts';
import { isRunning, STATE_ROWS, VISIT_STATES, type VisitState } from './visit-state.ts';
import { type Actor, VISIT_TABLE, type VisitEvent } from './visit-table.ts';

const person = (
  id: string,
  role: VisitPerson['role'],
  state: ParticipantState = 'expected',
): VisitPerson => ({
  id,
  role,
  state,
  wasAdmitted: false,
});
const START: VisitModel = {
  state: 'booked',
  people: [
    person('pat', 'patient'),
    person('doc', 'host'),
    person('mum', 'guest'),
    person('col', 'clinician'),
  ],
};

/** One thing that can happen; null when the tables do not let it. */
type Happening = (model: VisitModel) => VisitModel | null;

const visit =
  (event: VisitEvent, actor: Actor, who: string | null = null): Happening =>
  (model) => {
    const answer = decideMove(model, { event, actor, person: who });
    return answer.ok ? answer.after : null;
  };
const own =
  (
    event: Parameters<typeof decidePersonMove>[1]['event'],
    by: 'self' | 'host' | 'system',
    who: string,
  ): Happening =>
  (model) => {
    const answer = decidePersonMove(model, { event, by, person: who });
    return answer.ok ? answer.after : null;
  };
/** Join as the server does it: the same page again, or another device. */
const join =
  (who: string, isOtherDevice = false): Happening =>
  (model) => {
    const found = model.people.find(({ id }) => id === who);
    if (!found) return null;
    return listJoinEvents(found, isOtherDevice).reduce<VisitModel | null>(
      (at, event) => at && own(event, 'self', who)(at),
      model,
    );
  };
const refresh =
  (who: string): Happening =>
  (model) => {
    const gone = own('disconnect', 'system', who)(model);
    return gone && join(who)(gone);
  };

const asHost =
  (act: (host: string) => Happening): Happening =>
  (model) =>
    act(hostOf(model))(model);
const PEOPLE = ['pat', 'doc', 'mum'];
const hostOf = ({ people }: VisitModel): string => people.find(({ role }) => role === 'host')?.id ?? '';
const BY_CLOCK: [string, Happening][] = [
  ['the visit’s time is up', visit('expire', 'system')],
  ['nobody was seen', visit('drop', 'system')],
  ...PEOPLE.map((who): [string, Happening] => [`${who} was not seen`, own('expire', 'system', who)]),
];
const BY_PATIENT: [string, Happening][] = [
  ['patient arrives', visit('arrive', 'patient', 'pat')],
  ['patient is ready', visit('ready', 'patient', 'pat')],
  ['patient leaves', visit('leave', 'patient', 'pat')],
  ['patient cancels', visit('cancel', 'patient', 'pat')],
  ['patient joins', join('pat')],
  ['patient takes a second device', join('pat', true)],
  ['patient reloads', refresh('pat')],
];
const BY_CLINICIAN: [string, Happening][] = [
  ...(
    [
      'invite',
      'admit',
      'open-emergency',
      'end',
      'cancel',
      'rebook',
      're-call',
      'miss',
      'move-to-phone',
      'move-to-video',
      'move-to-in-person',
      'close',
      'reopen',
      'leave',
    ] as const
  ).map((event): [string, Happening] => [`clinician: ${event}`, asHost((who) => visit(event, 'host', who))]),
  ['clinician joins', asHost((who) => join(who))],
  ['clinician reloads', asHost((who) => refresh(who))],
  ['clinician lets the guest in', own('admit', 'host', 'mum')],
  ['clinician declines the guest', own('decline', 'host', 'mum')],
  ['clinician removes the guest', own('remove', 'host', 'mum')],
];
const BY_OTHERS: [string, Happening][] = [
  ['guest asks', own('ask', 'self', 'mum')],
  ['guest joins', join('mum')],
  ['guest leaves', own('leave', 'self', 'mum')],
  ['a colleague takes over', visit('hand-over', 'clinician', 'col')],
  ['the note is signed', visit('document', 'system')],
  ['the EHR cancels', visit('cancel', 'system')],
  ['the EHR books again', visit('rebook', 'system')],
  ...PEOPLE.map((who): [string, Happening] => [`${who} drops`, own('disconnect', 'system', who)]),
];
const ALL = [...BY_CLOCK, ...BY_PATIENT, ...BY_CLINICIAN, ...BY_OTHERS];

const keyOf = ({ state, people }: VisitModel): string =>
  [state, ...people.map((one) => `${one.role} ${one.state}${one.wasAdmitted ? '+' : ''}`)].join(' ');

interface Reached {
  model: VisitModel;
  by: string | null;
  from: string | null;
}

/** Everything that can be reached, breadth first, so that a path shown is a shortest one. */
function walk(start: VisitModel, happenings = ALL): Map<string, Reached> {
  const reached = new Map<string, Reached>([[keyOf(start), { model: start, by: null, from: null }]]);
  for (const [key, { model }] of reached)
    for (const [by, happen] of happenings) {
      const after = happen(model);
      if (after && !reached.has(keyOf(after))) reached.set(keyOf(after), { model: after, by, from: key });
    }
  return reached;
}

const world = walk(START);
const models = [...world.values()].map(({ model }) => model);

function storyOf(model: VisitModel): string {
  const steps: string[] = [];
  for (let at = world.get(keyOf(model)); at?.by; at = at.from === null ? undefined : world.get(at.from))
    steps.unshift(at.by);
  return `${steps.join(' → ')} ⇒ ${keyOf(model)}`;
}

const stateOf = (model: VisitModel, id: string) =>
  model.people.find((one) => one.id === id) ?? person(id, 'guest');
const breaking = (isRight: (model: VisitModel) => boolean): string[] =>
  models
    .filter((model) => !isRight(model))
    .slice(0, 3)
    .map(storyOf);

/** From which models can one of `goal` be reached by these happenings? */
function canReach(happenings: [string, Happening][], goal: (model: VisitModel) => boolean): Set<string> {
  const before = new Map<string, string[]>();
  for (const model of models)
    for (const [, happen] of happenings) {
      const after = happen(model);
      if (after) before.set(keyOf(after), [...(before.get(keyOf(after)) ?? []), keyOf(model)]);
    }
  const good = new Set(models.filter(goal).map(keyOf));
  for (const key of good) for (const earlier of before.get(key) ?? []) good.add(earlier);
  return good;
}

describe('every order of events', () => {
  it('reaches every state of the visit and of a person, in more than a thousand combinations', () => {
    expect(new Set(models.map(({ state }) => state))).toEqual(new Set(VISIT_STATES));
    const states = models.flatMap(({ people }) => people.map(({ state }) => state));
    expect(new Set(states)).toEqual(new Set(PARTICIPANT_STATES));
    expect(models.length).toBeGreaterThan(1000);
  });

  it('uses every line of the table, but those of other people', () => {
    const used = new Set<string>();
    for (const model of models)
      for (const { event, by } of VISIT_TABLE) {
        const answer = decideMove(model, { event, actor: by[0] ?? 'system', person: 'doc' });
        if (answer.ok) used.add(`${model.state} ${event}`);
      }
    expect(VISIT_TABLE.filter(({ from, event }) => !used.has(`${from} ${event}`))).toEqual([]);
  });

  it('has no line twice: what follows is never in doubt', () => {
    const names = VISIT_TABLE.map(({ from, event }) => `${from} ${event}`);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });

  it('has a time limit in every state but the last, and the clock’s event is in the table', () => {
    for (const state of VISIT_STATES) {
      const { limit } = STATE_ROWS[state];
      if (!limit) expect(state).toBe('closed');
      else
        expect(decideMove({ ...START, state }, { event: limit.does, actor: 'system', person: null }).ok).toBe(
          true,
        );
    }
  });

  it('has words for every state, for staff, patients and everybody, in the languages they read', () => {
    const catalogue = (language: string): Record<string, string> =>
      JSON.parse(readFileSync(new URL(`../../../public/locales/${language}.json`, import.meta.url), 'utf8'));
    const [en, es] = [catalogue('en'), catalogue('es')];
    for (const { words } of Object.values(STATE_ROWS)) {
      expect(en).toHaveProperty([words.staff]);
      for (const language of [en, es]) expect(language).toHaveProperty([words.patient]);
    }
    for (const { words } of Object.values(PARTICIPANT_ROWS))
      for (const language of [en, es]) expect(language).toHaveProperty([words]);
  });

  it('ends by the clock alone, whatever nobody does', () => {
    const good = canReach(BY_CLOCK, ({ state }) => state === 'closed');
    expect(breaking((model) => good.has(keyOf(model)))).toEqual([]);
  });

  it('leaves everybody who is somewhere a way out of their own', () => {
    const here: ParticipantState[] = ['checking-in', 'waiting', 'asking', 'admitted', 'connected', 'dropped'];
    const leaves: Record<string, Happening> = {
      pat: (model) => visit('leave', 'patient', 'pat')(model) ?? own('leave', 'self', 'pat')(model),
      doc: (model) => visit('leave', 'host', 'doc')(model) ?? own('leave', 'self', 'doc')(model),
      mum: own('leave', 'self', 'mum'),
    };
    for (const who of PEOPLE)
      expect(
        breaking((model) => {
          if (!here.includes(stateOf(model, who).state)) return true;
          const after = leaves[who]?.(model);
          return after != null && !here.includes(stateOf(after, who).state);
        }),
        who,
      ).toEqual([]);
  });

  it('has nobody in a visit that is over', () => {
    expect(
      breaking(
        ({ state, people }) =>
          STATE_ROWS[state].phase !== 'after' ||
          people.every((one) => one.role === 'guest' || !PARTICIPANT_ROWS[one.state].isIn),
      ),
    ).toEqual([]);
  });

  it('lets a patient in by admission, emergency or phone alone, never by another way', () => {
    expect(
      breaking(
        (model) => PARTICIPANT_ROWS[stateOf(model, 'pat').state].isIn === false || isRunning(model.state),
      ),
    ).toEqual([]);
    const without = ALL.filter(([name]) => !/admit|open-emergency|move-to-phone/.test(name));
    for (const { model } of walk(START, without).values()) {
      expect(PARTICIPANT_ROWS[stateOf(model, 'pat').state].isIn).toBe(false);
      expect(STATE_ROWS[model.state].phase).not.toBe('running');
    }
  });

  it('lets whoever was admitted come back until the visit ends', () => {
    expect(
      breaking((model) => {
        const isBack = (who: string) => !stateOf(model, who).wasAdmitted || join(who)(model) !== null;
        return !isRunning(model.state) || PEOPLE.every(isBack);
      }),
    ).toEqual([]);
  });

  it('never lets back a guest who was removed', () => {
    const removed = models.filter((model) => stateOf(model, 'mum').state === 'removed');
    expect(removed.length).toBeGreaterThan(0);
    for (const model of removed)
      for (const [name, happen] of ALL)
        expect(stateOf(happen(model) ?? model, 'mum').state, name).toBe('removed');
  });

  it('can always be taken to a visit in which both see each other, by the two of them', () => {
    const bothSee = (model: VisitModel) =>
      model.state === 'in-visit' &&
      ['pat', hostOf(model)].every((who) => stateOf(model, who).state === 'connected');
    const good = canReach([...BY_PATIENT, ...BY_CLINICIAN], bothSee);
    expect(breaking((model) => good.has(keyOf(model)))).toEqual([]);
  });

  it('opens an emergency from every state, to somebody who then joins by their own act', () => {
    expect(
      breaking((model) => {
        const after = visit('open-emergency', 'host', 'doc')(model);
        return after?.state === 'in-visit' && join('pat')(after) !== null;
      }),
    ).toEqual([]);
  });

  it('finds a dead end where the table is given one', () => {
    const cut = ALL.filter(([name]) => !/re-call|open-emergency|reopen|rebook/.test(name));
    const good = canReach(cut, ({ state }) => state === 'in-visit');
    expect(models.some((model) => model.state === 'closed' && !good.has(keyOf(model)))).toBe(true);
  });
});

const play = (...names: string[]): VisitModel =>
  names.reduce((model, name) => {
    const after = ALL.find(([one]) => one === name)?.[1](model);
    if (!after) throw new Error(`${name} does not go in ${keyOf(model)}`);
    return after;
  }, START);
const WAITING = ['clinician: invite', 'patient arrives', 'patient is ready'];
const TOGETHER = [...WAITING, 'clinician: admit', 'clinician joins', 'patient joins'];
const endState = (...names: string[]): VisitState => play(...names).state;

describe('what stranded people elsewhere', () => {
  it('stranded after cancel: the waiting patient is out, and comes in again after it is booked again', () => {
    const cancelled = play(...WAITING, 'clinician: cancel');
    expect([cancelled.state, stateOf(cancelled, 'pat').state]).toEqual(['cancelled', 'finished']);
    expect(
      endState(...WAITING, 'clinician: cancel', 'clinician: rebook', 'patient arrives', 'patient is ready'),
    ).toBe('waiting');
  });

  it('cannot rejoin: after leaving, reloading, dropping and a second device the patient is in again', () => {
    for (const away of [['patient leaves'], ['pat drops'], ['pat drops', 'pat was not seen']])
      expect(endState(...TOGETHER, ...away, 'patient joins')).toBe('in-visit');
    expect(endState(...TOGETHER, 'patient reloads')).toBe('in-visit');
    expect(endState(...TOGETHER, 'patient takes a second device')).toBe('in-visit');
  });

  it('room expired when called again: an ended visit is called again, checked in again, admitted again', () => {
    const again = [
      'clinician: end',
      'clinician: re-call',
      'patient arrives',
      'patient is ready',
      'clinician: admit',
    ];
    expect(endState(...TOGETHER, ...again, 'clinician joins', 'patient joins')).toBe('in-visit');
  });

  it('invite says cancelled though rebooked: the same visit is open again', () => {
    expect(endState('clinician: invite', 'the EHR cancels', 'the EHR books again')).toBe('booked');
    expect(endState('clinician: invite', 'the EHR cancels', 'the EHR books again', 'patient arrives')).toBe(
      'checking-in',
    );
  });

  it('waiting breaks on a status change: inviting again or a guest who asks leaves the patient waiting', () => {
    const asked = play(...WAITING, 'guest asks', 'clinician lets the guest in', 'guest leaves');
    expect([asked.state, stateOf(asked, 'pat').state]).toEqual(['waiting', 'waiting']);
  });

  it('clinician’s browser dies: the visit waits, the patient may leave, the clinician comes back', () => {
    expect(endState(...TOGETHER, 'doc drops')).toBe('dropped');
    expect(endState(...TOGETHER, 'doc drops', 'clinician joins')).toBe('in-visit');
    expect(endState(...TOGETHER, 'doc drops', 'patient leaves', 'the visit’s time is up')).toBe('ended');
  });

  it('late after a no-show: the patient still comes in', () => {
    expect(endState('clinician: miss', 'patient arrives', 'patient is ready', 'clinician: admit')).toBe(
      'in-visit',
    );
  });
});
