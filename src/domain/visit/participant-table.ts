// The states of one person in a visit, and the one table of how they change. Presence (is a connection open now?)
// is no state: it is the time when somebody was last seen. It knows no clock and no screen.
import type { Actor } from './visit-table.ts';

export const PARTICIPANT_ROLES = ['host', 'clinician', 'staff', 'patient', 'proxy', 'guest'] as const;
export type ParticipantRole = (typeof PARTICIPANT_ROLES)[number];

export const PARTICIPANT_STATES = [
  'expected',
  'checking-in',
  'waiting',
  'asking',
  'admitted',
  'connected',
  'dropped',
  'left',
  'declined',
  'removed',
  'finished',
] as const;
export type ParticipantState = (typeof PARTICIPANT_STATES)[number];

export const PARTICIPANT_EVENTS = [
  'come',
  'ready',
  'ask',
  'admit',
  'decline',
  'connect',
  'second-device',
  'disconnect',
  'leave',
  'return',
  'remove',
  'expire',
  'finish',
  'expect',
] as const;
export type ParticipantEvent = (typeof PARTICIPANT_EVENTS)[number];

/** `self` is the participant; `host` the visit's clinician; `system` the clock and the connections. */
export type ParticipantActor = 'self' | Extract<Actor, 'host' | 'system'>;

export interface ParticipantTransition {
  readonly from: ParticipantState;
  readonly event: ParticipantEvent;
  readonly by: readonly ParticipantActor[];
  readonly to: ParticipantState;
}

export interface ParticipantRow {
  /** Minutes since they were last seen; then `expire`. Null where the visit's own limit does it. */
  readonly limitMinutes: number | null;
  /** Key of the catalogue. */
  readonly words: string;
  /** May hold a media token and a socket of the visit's room. */
  readonly isIn: boolean;
}

export const PARTICIPANT_ROWS: { readonly [State in ParticipantState]: ParticipantRow } = {
  expected: row('expected', null, false),
  'checking-in': row('checking-in', 60, false),
  waiting: row('waiting', 30, false),
  asking: row('asking', 30, false),
  admitted: row('admitted', 30, true),
  connected: row('connected', 3, true),
  dropped: row('dropped', 30, true),
  left: row('left', null, false),
  declined: row('declined', null, false),
  removed: row('removed', null, false),
  finished: row('finished', null, false),
};

function row(state: ParticipantState, limitMinutes: number | null, isIn: boolean): ParticipantRow {
  return { limitMinutes, isIn, words: `app.visit.participant.${state}` };
}

export const PARTICIPANT_TABLE: readonly ParticipantTransition[] = [
  ...from('expected', [
    on('come', ['self'], 'checking-in'),
    on('ask', ['self'], 'asking'),
    on('admit', ['host', 'system'], 'admitted'),
    on('remove', ['host'], 'removed'),
    on('leave', ['self'], 'left'),
    on('finish', ['system'], 'finished'),
  ]),
  ...from('checking-in', [
    on('ready', ['self'], 'waiting'),
    on('admit', ['host'], 'admitted'),
    on('leave', ['self'], 'left'),
    on('expire', ['system'], 'left'),
    on('finish', ['system'], 'finished'),
  ]),
  ...from('waiting', [
    on('admit', ['host'], 'admitted'),
    on('leave', ['self'], 'left'),
    on('expire', ['system'], 'left'),
    on('finish', ['system'], 'finished'),
  ]),
  ...from('asking', [
    on('admit', ['host'], 'admitted'),
    on('decline', ['host'], 'declined'),
    on('remove', ['host'], 'removed'),
    on('leave', ['self'], 'left'),
    on('expire', ['system'], 'left'),
    on('finish', ['system'], 'finished'),
  ]),
  ...from('admitted', [
    on('connect', ['self'], 'connected'),
    on('leave', ['self'], 'left'),
    on('remove', ['host'], 'removed'),
    on('expire', ['system'], 'dropped'),
    on('finish', ['system'], 'finished'),
  ]),
  ...from('connected', [
    // Reloading and taking over on another device is the same act: the youngest connection speaks.
    on('connect', ['self'], 'connected'),
    on('second-device', ['self'], 'connected'),
    on('disconnect', ['system'], 'dropped'),
    on('leave', ['self'], 'left'),
    on('remove', ['host'], 'removed'),
    on('expire', ['system'], 'dropped'),
    on('finish', ['system'], 'finished'),
  ]),
  ...from('dropped', [
    on('connect', ['self'], 'connected'),
    on('leave', ['self'], 'left'),
    on('remove', ['host'], 'removed'),
    on('expire', ['system'], 'left'),
    on('finish', ['system'], 'finished'),
  ]),
  ...from('left', [
    on('come', ['self'], 'checking-in'),
    on('ask', ['self'], 'asking'),
    // Whoever was admitted comes back without being let in again, until the visit ends.
    on('return', ['self'], 'admitted'),
    on('admit', ['host'], 'admitted'),
    on('remove', ['host'], 'removed'),
    on('expect', ['system'], 'expected'),
    on('finish', ['system'], 'finished'),
  ]),
  ...from('declined', [
    on('admit', ['host'], 'admitted'),
    on('remove', ['host'], 'removed'),
    on('leave', ['self'], 'left'),
    on('finish', ['system'], 'finished'),
  ]),
  // For good: whoever was removed comes in again by a new invitation alone.
  ...from('removed', [on('leave', ['self'], 'removed'), on('finish', ['system'], 'removed')]),
  ...from('finished', [on('expect', ['system'], 'expected'), on('leave', ['self'], 'finished')]),
];

export type ParticipantAnswer =
  | { readonly ok: true; readonly transition: ParticipantTransition }
  | { readonly ok: false; readonly code: 'not-from-here' | 'not-by-you' };

export function decideParticipant(
  state: ParticipantState,
  event: ParticipantEvent,
  actor: ParticipantActor,
): ParticipantAnswer {
  const transition = PARTICIPANT_TABLE.find((one) => one.from === state && one.event === event);
  if (!transition) return { ok: false, code: 'not-from-here' };
  return transition.by.includes(actor) ? { ok: true, transition } : { ok: false, code: 'not-by-you' };
}

type Step = Omit<ParticipantTransition, 'from'>;

function on(event: ParticipantEvent, by: readonly ParticipantActor[], to: ParticipantState): Step {
  return { event, by, to };
}

function from(state: ParticipantState, steps: readonly Step[]): ParticipantTransition[] {
  return steps.map((step) => ({ from: state, ...step }));
}
