// May this clinician treat a patient who is in that place at that moment? Care happens where the patient
// is (cchpca.org, cross-state licensing); membership of a compact is never authority by itself.
import {
  buildFactReason,
  buildMissingFact,
  covers,
  endOfDay,
  findRow,
  listDays,
  type RulePacks,
  type RuleReason,
} from '#domain/rules';
import type { LicensureAnswer } from './index.ts';
import { findOwnPolicy, judgeCredential } from './judge-credential.ts';
import { judgeException } from './judge-exception.ts';
import type { Credential, LicensureFacts } from './licensure-question.ts';
import { earliest, type Place } from './worth.ts';

/**
 * `facts.at` is the moment asked about: no clock is read, so that a visit of last year is judged by the
 * rules of its own day. Authority goes before a signed exception, an exception before a doubt.
 */
export function decideLicensure(facts: LicensureFacts, packs: RulePacks): LicensureAnswer {
  const answer = (
    outcome: LicensureAnswer['outcome'],
    reasons: readonly RuleReason[],
    held: Pick<LicensureAnswer, 'basis' | 'expiresAt'> = { basis: null, expiresAt: null },
  ): LicensureAnswer => ({ outcome, reasons, packs: packs.read.licensure, ...held });

  const { patientState: state, at, exception } = facts;
  if (facts.patientCountry !== undefined && facts.patientCountry !== 'US')
    return answer('needs-review', [buildFactReason('outside-united-states', 'patientCountry')]);
  if (!state) return answer('needs-review', [buildMissingFact('patientState')]);
  const days = listDays(at, state);
  const homes = facts.credentials.flatMap(({ kind, residenceState, state: home }) =>
    kind === 'licence' && residenceState === true && home ? [home] : [],
  );
  const place: Place = { state, at, days, homes };

  const judged = facts.credentials.map((one) => ({
    one,
    worth: judgeCredential(one, facts.profession, place, packs),
  }));
  const best = judged
    .flatMap(({ one, worth }) => (worth.is === 'authority' ? [{ one, worth }] : []))
    .reduce<{ one: Credential; worth: { to: string; reasons: readonly RuleReason[] } } | null>(
      (longest, next) => (longest && longest.worth.to >= next.worth.to ? longest : next),
      null,
    );
  if (best)
    return answer('allow', best.worth.reasons, {
      basis: { kind: best.one.kind, state: best.one.state ?? null, to: best.one.to },
      expiresAt: endOfDay(best.worth.to, state),
    });

  if (exception) {
    const signed = judgeException(exception, place, packs);
    const { reason, to: inForceTo } = judgeRecord(facts.credentials, place);
    if (!signed.grants || reason)
      return answer('needs-review', [...(reason ? [reason] : []), ...signed.reasons]);
    const to = earliest(signed.to, inForceTo);
    return answer('allow-by-exception', signed.reasons, {
      basis: null,
      expiresAt: to && endOfDay(to, state),
    });
  }
  const doubts = judged.filter(({ worth }) => worth.is === 'doubt');
  if (doubts.length > 0)
    return answer(
      'needs-review',
      doubts.flatMap(({ worth }) => worth.reasons),
    );
  const seen = judged.flatMap(({ worth }) => worth.reasons);
  // Of a territory the general policy says nothing, unless a credential of its own or a row settles it.
  const isSpokenOf = judged.some(
    ({ one, worth }) => one.state === state || (worth.is === 'nothing' && worth.saidOf === state),
  );
  const own = findOwnPolicy(state, days, packs);
  if (own.is === 'missing' && !isSpokenOf) return answer('needs-review', [own.reason, ...seen]);
  const { reason } = findRow(packs, 'licence-policy', 'no-basis', days, 'no-authority-in-state');
  return answer('block', [reason, ...seen]);
}

/** An exception is from where a licence is needed, never from having one: what the record says of that. */
function judgeRecord(
  credentials: readonly Credential[],
  { days }: Place,
): { reason: RuleReason | null; to: string | null } {
  if (credentials.length === 0) return { reason: null, to: null };
  const held = credentials.filter((one) => one.kind !== 'letter-of-qualification' && covers(one, days));
  const to =
    held
      .filter(({ status }) => status === 'active')
      .map((one) => one.to)
      .sort()
      .at(-1) ?? null;
  if (to !== null) return { reason: null, to };
  return { reason: buildFactReason(whyNone(credentials, held), 'credentials'), to };
}

function whyNone(credentials: readonly Credential[], held: readonly Credential[]): string {
  if (held.some(({ status }) => status === 'probation')) return 'probation';
  const isStruckOff = credentials.every(({ status }) => status === 'revoked' || status === 'suspended');
  return isStruckOff ? 'discipline-on-record' : 'no-credential-in-force';
}
