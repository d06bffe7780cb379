// May this clinician treat a patient who is in that place at that moment? Care happens where the patient
// is (cchpca.org, cross-state licensing); membership of a compact is never authority by itself.
import {
  buildFactReason,
  buildMissingFact,
  endOfDay,
  findRow,
  listDays,
  type RulePacks,
  type RuleReason,
} from '#domain/rules';
import type { LicensureAnswer } from './index.ts';
import { judgeCredential, type Place } from './judge-credential.ts';
import { judgeException } from './judge-exception.ts';
import type { Credential, LicensureFacts } from './licensure-question.ts';

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
  const place: Place = { state, at, days: listDays(at, state) };

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
    const isStruckOff =
      judged.length > 0 &&
      facts.credentials.every(({ status }) => status === 'revoked' || status === 'suspended');
    if (!signed.grants || isStruckOff) {
      const struck = isStruckOff ? [buildFactReason('discipline-on-record', 'credentials')] : [];
      return answer('needs-review', [...struck, ...signed.reasons]);
    }
    return answer('allow-by-exception', signed.reasons, {
      basis: null,
      expiresAt: signed.to && endOfDay(signed.to, state),
    });
  }
  const doubts = judged.filter(({ worth }) => worth.is === 'doubt');
  if (doubts.length > 0)
    return answer(
      'needs-review',
      doubts.flatMap(({ worth }) => worth.reasons),
    );
  const { reason } = findRow(packs, 'licence-policy', 'no-basis', place.days, 'no-authority-in-state');
  return answer('block', [reason, ...judged.flatMap(({ worth }) => worth.reasons)]);
}
