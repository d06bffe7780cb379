// Whether a note may be signed now: the same rule on the screen and on the server. What was done can always be
// documented: no rule about a visit's times, its gate or its billing stands here.
import { STATE_ROWS, type VisitState } from '#domain/visit';
import { judgeContent } from './judge-text.ts';
import type { NoteContent, NoteKind } from './note-content.ts';
import type { SignReasonCode } from './sign-reasons.ts';

export interface SignFacts {
  readonly kind: NoteKind;
  readonly content: NoteContent;
  /** The session's role here; null: the tenant's mapping gives none. */
  readonly role: string | null;
  /** `Practitioner/…` as the EHR named them; null: it did not. */
  readonly practitioner: string | null;
  /** Responsible for this visit, or let into it as a clinician. */
  readonly isOfVisit: boolean;
  /** The launch is of the visit's own patient. */
  readonly isOwnPatient: boolean;
  readonly visitState: VisitState;
  /** Texts of other pages that nobody has looked at. */
  readonly others: number;
  /** What it adds to or replaces was itself replaced or withdrawn. */
  readonly isOutdated: boolean;
  /** Facts pulled for this visit. */
  readonly knownFacts: ReadonlySet<string>;
}

export interface SignReason {
  readonly code: SignReasonCode;
  readonly data: Readonly<Record<string, string>>;
}

export type SignAnswer =
  | { readonly ok: true }
  | { readonly ok: false; readonly reasons: readonly SignReason[] };

export function decideSignable(facts: SignFacts): SignAnswer {
  const reasons = [...listPersonReasons(facts), ...listVisitReasons(facts), ...listTextReasons(facts)];
  return reasons.length === 0 ? { ok: true } : { ok: false, reasons };
}

function listPersonReasons({ role, practitioner, isOfVisit, isOwnPatient }: SignFacts): SignReason[] {
  return [
    ...when(!isOwnPatient, 'wrong-patient'),
    ...when(role !== 'clinician', 'not-a-clinician'),
    ...when(role === 'clinician' && !practitioner?.startsWith('Practitioner/'), 'no-practitioner'),
    ...when(role === 'clinician' && !isOfVisit, 'not-of-this-visit'),
  ];
}

function listVisitReasons({ visitState }: SignFacts): SignReason[] {
  const { phase } = STATE_ROWS[visitState];
  return [...when(phase === 'before', 'visit-not-begun'), ...when(phase === 'running', 'visit-running')];
}

function listTextReasons({ kind, content, others, isOutdated, knownFacts }: SignFacts): SignReason[] {
  const needed = kind === 'addendum' ? 'addendum' : 'assessment';
  const problem = judgeContent(content);
  return [
    ...when(others > 0, 'conflict'),
    ...when(isOutdated, 'outdated'),
    ...when((content.sections[needed] ?? '').trim() === '', 'section-empty', { section: needed }),
    ...when(
      content.facts.some(({ factId }) => !knownFacts.has(factId)),
      'unknown-fact',
    ),
    ...(problem === null ? [] : when(true, 'text', { problem })),
  ];
}

function when(is: boolean, code: SignReasonCode, data: SignReason['data'] = {}): SignReason[] {
  return is ? [{ code, data }] : [];
}
