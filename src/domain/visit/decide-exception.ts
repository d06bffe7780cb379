// Which signed exception holds in a visit, and who may sign one. An attestation is for one state, one visit and one
// clinician: whoever crosses a state line has left it behind. Whether its rule grants, the licence rule says.
import type { ExceptionRule } from '#domain/licensure';
import type { ExceptionsView, ExceptionView } from './exception.ts';
import { type GatePartView, isOpening } from './gate-view.ts';

/** What happened to exceptions in a visit, in its order. `author`: a key of a person, compared and never shown. */
export type ExceptionEvent =
  | { readonly is: 'place'; readonly state: string | null; readonly country: string }
  | { readonly is: 'attested'; readonly exception: ExceptionView; readonly author: string | null }
  | { readonly is: 'taken-back'; readonly exceptionId: string };

/** The attestation that holds for this host where the patient is now; null: none. */
export function findHeldException(
  events: readonly ExceptionEvent[],
  host: string | null,
): ExceptionView | null {
  let state: string | null = null;
  let held = null as Extract<ExceptionEvent, { is: 'attested' }> | null;
  for (const event of events) {
    if (event.is === 'place') {
      state = event.country === 'US' ? event.state : null;
      // Coming back does not bring it back: what was true before the way may not be true after it.
      if (held?.exception.state !== state) held = null;
    } else if (event.is === 'attested') held = event.exception.state === state ? event : null;
    else if (held?.exception.exceptionId === event.exceptionId) held = null;
  }
  // A licence is its holder's: nobody goes on under what a colleague vouched for.
  return held && host !== null && held.author === host ? held.exception : null;
}

export interface AttestationFacts {
  readonly isHost: boolean;
  readonly isOpen: boolean;
  /** Where the patient said they are; null: nobody said it. */
  readonly place: { readonly state: string | null; readonly country: string } | null;
  readonly licensure: Pick<GatePartView, 'verdict'>;
  readonly hasBarredLicence: boolean;
}

/** Null: an exception may be attested. */
export function refuseException(facts: AttestationFacts): ExceptionsView['refused'] {
  if (!facts.isOpen) return 'over';
  if (!facts.isHost) return 'not-yours';
  if (facts.place && facts.place.country !== 'US') return 'outside-united-states';
  if (!facts.place?.state) return 'place-unknown';
  if (isOpening(facts.licensure.verdict)) return 'not-needed';
  return facts.hasBarredLicence ? 'barred-licence' : null;
}

export type AttestationRefusal =
  | NonNullable<ExceptionsView['refused']>
  | 'blank-rule'
  | 'blank-statement'
  | 'place-changed'
  | 'unknown-rule'
  | 'rule-of-another-kind'
  | 'rule-of-another-state';

/** `rules`: of the state where the patient is now. A rule that does not grant may be signed: then a person reviews. */
export function decideAttestation(
  facts: AttestationFacts,
  said: { readonly kind: string; readonly rule: string; readonly state: string; readonly statement: string },
  rules: readonly ExceptionRule[],
):
  | { readonly ok: true; readonly rule: ExceptionRule }
  | { readonly ok: false; readonly code: AttestationRefusal } {
  const no = (code: AttestationRefusal) => ({ ok: false, code }) as const;
  const refused = refuseException(facts);
  if (refused) return no(refused);
  if (said.rule.trim() === '') return no('blank-rule');
  if (said.statement.trim() === '') return no('blank-statement');
  if (said.state !== facts.place?.state) return no('place-changed');
  const rule = rules.find((one) => one.rule === said.rule.trim());
  if (rule) return rule.kind === said.kind ? { ok: true, rule } : no('rule-of-another-kind');
  const [, , ofState] = said.rule.trim().split('/');
  return no(ofState !== undefined && ofState !== said.state ? 'rule-of-another-state' : 'unknown-rule');
}
