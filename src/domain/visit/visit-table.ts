// The one transition table of a visit: from which state, by which event, told by whom, to which state. The server
// runs it, the model checker walks it, the screens ask it which buttons to draw. It knows no clock and no gate; it
// only says which steps must pass the gate.
import type { VisitState } from './visit-state.ts';

/**
 * Who can tell a visit something. `host`: the visit's clinician. `clinician`: another clinician of the same
 * tenant. `staff`: a nurse. `patient`: the patient, or a proxy who acts for them. `system`: the clock, a
 * connection that began or ended, a signed note, the EHR's calendar.
 */
export const ACTORS = ['host', 'clinician', 'staff', 'patient', 'guest', 'system'] as const;
export type Actor = (typeof ACTORS)[number];

export const VISIT_EVENTS = [
  'invite',
  'arrive',
  'ready',
  'admit',
  'open-emergency',
  'drop',
  'back',
  'leave',
  'end',
  'document',
  'close',
  'reopen',
  'cancel',
  'rebook',
  'miss',
  're-call',
  'move-to-phone',
  'move-to-in-person',
  'move-to-video',
  'hand-over',
  'expire',
] as const;
export type VisitEvent = (typeof VISIT_EVENTS)[number];

export interface VisitTransition {
  readonly from: VisitState;
  readonly event: VisitEvent;
  readonly by: readonly Actor[];
  readonly to: VisitState;
  /** The first care of this visit: closed unless the gate is open. Emergency is not among them, on purpose. */
  readonly gated: boolean;
}

const STAFF: readonly Actor[] = ['host', 'clinician', 'staff'];
const CLINICIANS: readonly Actor[] = ['host', 'clinician'];

/** Events that every state of a kind has, said once. */
const FROM_BEFORE = [
  on('open-emergency', ['host'], 'in-visit'),
  on('move-to-phone', ['host'], 'moved-to-phone', 'gated'),
  on('move-to-in-person', STAFF, 'moved-to-in-person'),
  on('cancel', [...STAFF, 'patient', 'system'], 'cancelled'),
] as const;
const FROM_RUNNING = [
  on('end', ['host'], 'ended'),
  on('move-to-in-person', ['host'], 'moved-to-in-person'),
] as const;

export const VISIT_TABLE: readonly VisitTransition[] = [
  ...from('booked', [
    ...FROM_BEFORE,
    on('invite', STAFF, 'invited'),
    // Patients find their visit in the portal too: no invitation is needed to come.
    on('arrive', ['patient'], 'checking-in'),
    on('miss', STAFF, 'no-show'),
    on('hand-over', ['clinician'], 'booked'),
    on('expire', ['system'], 'no-show'),
  ]),
  ...from('invited', [
    ...FROM_BEFORE,
    on('invite', STAFF, 'invited'),
    on('arrive', ['patient'], 'checking-in'),
    on('miss', STAFF, 'no-show'),
    on('hand-over', ['clinician'], 'invited'),
    on('expire', ['system'], 'no-show'),
  ]),
  ...from('checking-in', [
    ...FROM_BEFORE,
    on('ready', ['patient'], 'waiting'),
    on('leave', ['patient'], 'left-before-seen'),
    on('miss', STAFF, 'left-before-seen'),
    on('hand-over', ['clinician'], 'checking-in'),
    on('expire', ['system'], 'left-before-seen'),
  ]),
  ...from('waiting', [
    ...FROM_BEFORE,
    on('admit', ['host'], 'in-visit', 'gated'),
    on('leave', ['patient'], 'left-before-seen'),
    on('miss', STAFF, 'left-before-seen'),
    on('hand-over', ['clinician'], 'waiting'),
    on('expire', ['system'], 'left-before-seen'),
  ]),
  ...from('in-visit', [
    ...FROM_RUNNING,
    on('drop', ['system'], 'dropped'),
    // Hanging up is a participant's own act; the visit waits for them until the host ends it or nobody is left.
    on('leave', ['patient', 'host'], 'dropped'),
    on('move-to-phone', ['host'], 'moved-to-phone'),
    on('hand-over', ['clinician'], 'in-visit'),
    on('open-emergency', ['host'], 'in-visit'),
  ]),
  ...from('dropped', [
    ...FROM_RUNNING,
    on('back', ['system'], 'in-visit'),
    on('leave', ['patient', 'host'], 'dropped'),
    on('move-to-phone', ['host'], 'moved-to-phone'),
    on('hand-over', ['clinician'], 'dropped'),
    on('open-emergency', ['host'], 'in-visit'),
    on('expire', ['system'], 'ended'),
  ]),
  ...from('moved-to-phone', [
    ...FROM_RUNNING,
    on('move-to-video', ['host'], 'dropped'),
    on('leave', ['patient', 'host'], 'moved-to-phone'),
    on('hand-over', ['clinician'], 'moved-to-phone'),
    on('open-emergency', ['host'], 'in-visit'),
    on('expire', ['system'], 'ended'),
  ]),
  ...from('moved-to-in-person', [
    on('move-to-video', STAFF, 'invited'),
    on('end', ['host'], 'ended'),
    on('close', STAFF, 'closed'),
    on('open-emergency', ['host'], 'in-visit'),
    on('expire', ['system'], 'closed'),
  ]),
  ...from('ended', [
    on('re-call', CLINICIANS, 'invited'),
    on('open-emergency', ['host'], 'in-visit'),
    on('document', ['system'], 'documented'),
    on('expire', ['system'], 'closed'),
  ]),
  ...from('documented', [
    on('re-call', CLINICIANS, 'invited'),
    on('open-emergency', ['host'], 'in-visit'),
    on('reopen', CLINICIANS, 'ended'),
    on('close', STAFF, 'closed'),
    on('expire', ['system'], 'closed'),
  ]),
  ...from('closed', [on('reopen', CLINICIANS, 'ended'), on('open-emergency', ['host'], 'in-visit')]),
  ...from('cancelled', [
    // A visit booked again is the same visit: the invitation that people hold leads to it as it is now.
    on('rebook', [...STAFF, 'system'], 'booked'),
    on('re-call', CLINICIANS, 'invited'),
    on('open-emergency', ['host'], 'in-visit'),
    on('close', STAFF, 'closed'),
    on('expire', ['system'], 'closed'),
  ]),
  ...from('no-show', [
    // Late is not lost: the patient may still come, and the clinician is told.
    on('arrive', ['patient'], 'checking-in'),
    on('rebook', [...STAFF, 'system'], 'booked'),
    on('re-call', CLINICIANS, 'invited'),
    on('open-emergency', ['host'], 'in-visit'),
    on('cancel', [...STAFF, 'system'], 'cancelled'),
    on('close', STAFF, 'closed'),
    on('expire', ['system'], 'closed'),
  ]),
  ...from('left-before-seen', [
    on('arrive', ['patient'], 'checking-in'),
    on('rebook', [...STAFF, 'system'], 'booked'),
    on('re-call', CLINICIANS, 'invited'),
    on('open-emergency', ['host'], 'in-visit'),
    on('cancel', [...STAFF, 'patient', 'system'], 'cancelled'),
    on('close', STAFF, 'closed'),
    on('expire', ['system'], 'closed'),
  ]),
];

export type TransitionAnswer =
  | { readonly ok: true; readonly transition: VisitTransition }
  /** `not-from-here`: this state has no such event. `not-by-you`: it has, for somebody else. */
  | { readonly ok: false; readonly code: 'not-from-here' | 'not-by-you' };

/** What this event, told by this person, does to a visit in this state. */
export function decideTransition(state: VisitState, event: VisitEvent, actor: Actor): TransitionAnswer {
  const transition = VISIT_TABLE.find((one) => one.from === state && one.event === event);
  if (!transition) return { ok: false, code: 'not-from-here' };
  return transition.by.includes(actor) ? { ok: true, transition } : { ok: false, code: 'not-by-you' };
}

/** What somebody may tell a visit in this state: the buttons of their screen. */
export function listEvents(state: VisitState, actor: Actor): VisitEvent[] {
  return VISIT_TABLE.filter((one) => one.from === state && one.by.includes(actor)).map((one) => one.event);
}

type Step = Omit<VisitTransition, 'from'>;

function on(event: VisitEvent, by: readonly Actor[], to: VisitState, gated?: 'gated'): Step {
  return { event, by, to, gated: gated === 'gated' };
}

function from(state: VisitState, steps: readonly Step[]): VisitTransition[] {
  return steps.map((step) => ({ from: state, ...step }));
}
