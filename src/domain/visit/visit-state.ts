// The states of a visit, and for each: how long it may last, what the clock does then, and the key of its words.
// Data alone; which event leads where stands in visit-table.ts.

export const VISIT_STATES = [
  'booked',
  'invited',
  'checking-in',
  'waiting',
  'in-visit',
  'dropped',
  'moved-to-phone',
  'moved-to-in-person',
  'ended',
  'documented',
  'closed',
  'cancelled',
  'no-show',
  'left-before-seen',
] as const;
export type VisitState = (typeof VISIT_STATES)[number];

/**
 * How long a state lasts at most. `seen`: since anybody of the visit was last seen in it (a heartbeat), so that
 * nobody who is here is put out by a clock; `entered`: since the state began; `planned`: since the planned end
 * (or the day after the visit was made, where none is planned). At the limit the clock does `does`.
 */
export interface TimeLimit {
  readonly minutes: number;
  readonly since: 'seen' | 'entered' | 'planned';
  readonly does: 'expire' | 'drop';
}

export interface StateRow {
  /** Null for `closed` alone: nothing is left to do. */
  readonly limit: TimeLimit | null;
  /** Keys of the catalogue. */
  readonly words: { readonly staff: string; readonly patient: string };
  /** `before`: nobody has been let in. `running`: care is being given. `after`: it is over. */
  readonly phase: 'before' | 'running' | 'after';
}

const HOUR = 60;
const DAY = 24 * HOUR;

export const STATE_ROWS: { readonly [State in VisitState]: StateRow } = {
  booked: row('booked', 'before', { minutes: 12 * HOUR, since: 'planned', does: 'expire' }),
  invited: row('invited', 'before', { minutes: 12 * HOUR, since: 'planned', does: 'expire' }),
  'checking-in': row('checking-in', 'before', { minutes: 60, since: 'seen', does: 'expire' }),
  waiting: row('waiting', 'before', { minutes: 30, since: 'seen', does: 'expire' }),
  // Normally told by a connection that ends; the clock is for the case that nothing was left to tell it.
  'in-visit': row('in-visit', 'running', { minutes: 3, since: 'seen', does: 'drop' }),
  dropped: row('dropped', 'running', { minutes: 30, since: 'seen', does: 'expire' }),
  'moved-to-phone': row('moved-to-phone', 'running', { minutes: 4 * HOUR, since: 'entered', does: 'expire' }),
  'moved-to-in-person': row('moved-to-in-person', 'after', {
    minutes: 7 * DAY,
    since: 'entered',
    does: 'expire',
  }),
  ended: row('ended', 'after', { minutes: 14 * DAY, since: 'entered', does: 'expire' }),
  documented: row('documented', 'after', { minutes: 30 * DAY, since: 'entered', does: 'expire' }),
  closed: row('closed', 'after', null),
  cancelled: row('cancelled', 'after', { minutes: 7 * DAY, since: 'entered', does: 'expire' }),
  'no-show': row('no-show', 'after', { minutes: 7 * DAY, since: 'entered', does: 'expire' }),
  'left-before-seen': row('left-before-seen', 'after', {
    minutes: 7 * DAY,
    since: 'entered',
    does: 'expire',
  }),
};

function row(state: VisitState, phase: StateRow['phase'], limit: TimeLimit | null): StateRow {
  return {
    limit,
    phase,
    words: { staff: `staff.visit.state.${state}`, patient: `patient.visit.state.${state}` },
  };
}

/** Care is being given: whoever was admitted may drop, reload and come back. */
export function isRunning(state: VisitState): boolean {
  return STATE_ROWS[state].phase === 'running';
}

/** The visit still lies ahead or is going on: it belongs on today's list. */
export function isOpen(state: VisitState): boolean {
  return STATE_ROWS[state].phase !== 'after';
}
