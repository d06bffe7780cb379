// Did everybody agree to what is about to happen? The visit needs the patient's consent to telehealth.
// Recording and AI listening need everybody's, and never touch the visit.
import {
  buildFactReason,
  buildMissingFact,
  findRow,
  listDays,
  type RulePacks,
  type RuleReason,
} from '#domain/rules';
import type { ConsentFacts } from './consent-question.ts';
import { decideSide, listDoubts } from './decide-side.ts';
import type { ConsentAnswer } from './index.ts';
import { judgeConsent, type Terms } from './judge-consent.ts';

/** The whys that a person must look at; the others are mended by asking again. */
const FOR_A_PERSON = ['minor-alone', 'age-unknown', 'representative-of-an-adult'];

export function decideConsent(facts: ConsentFacts, packs: RulePacks): ConsentAnswer {
  const recording = decideSide('recording', facts, packs);
  const aiListening = decideSide('ai-listening', facts, packs);
  const visit = decideVisit(facts, packs);
  return {
    outcome: visit.outcome,
    reasons: visit.reasons,
    packs: packs.read.consent,
    recording: { outcome: recording.outcome, reasons: recording.reasons },
    aiListening: { outcome: aiListening.outcome, reasons: aiListening.reasons },
    missing: [...visit.missing, ...recording.missing, ...aiListening.missing],
  };
}

type Part = Pick<ConsentAnswer, 'outcome' | 'reasons' | 'missing'>;

function decideVisit(facts: ConsentFacts, packs: RulePacks): Part {
  const { at, patientState: state, modality } = facts;
  const review = (reasons: readonly RuleReason[]): Part => ({
    outcome: 'needs-review',
    reasons,
    missing: [],
  });
  if (!state) return review([buildMissingFact('patientState')]);
  const version = facts.currentVersions.telehealth;
  if (version === undefined) return review([buildMissingFact('currentVersions.telehealth')]);
  const patients = facts.participants.filter(({ role }) => role === 'patient');
  if (patients.length === 0) return review([buildMissingFact('participants')]);

  const days = listDays(at, state);
  const policy = findRow(packs, 'consent-policy', 'telehealth', days, 'telehealth-consent');
  const minor = findRow(packs, 'consent-policy', 'minor', days, 'minor-alone');
  const place = findRow(packs, 'telehealth-consent', state, days, 'state-words');
  if (policy.is !== 'sure' || minor.is !== 'sure') return review(listDoubts(policy, minor));
  if (place.reason.code === 'no-row') return review([place.reason]);
  const terms: Terms = {
    kind: 'telehealth',
    version,
    at,
    state,
    days,
    modality,
    months: policy.row.value.months ?? 0,
    majority: minor.row.value.years ?? 0,
    // 18 V.S.A. 9362(b)-(c): audio-only care has a consent of its own.
    ownModality:
      modality === 'audio' && place.is === 'sure' && place.row.value.duties.includes('own-audio-consent'),
  };
  const missing = patients.flatMap((person) => {
    const why = judgeConsent(person, terms);
    return why === null ? [] : [{ participant: person.ref, kind: 'telehealth' as const, why }];
  });
  if (missing.length === 0) return { outcome: 'allow', reasons: [policy.reason, place.reason], missing };
  const isForAPerson = missing.every(({ why }) => FOR_A_PERSON.includes(why));
  const reasons = missing.map(({ why }) => {
    if (why === 'age-unknown') return buildMissingFact('ageYears');
    if (why === 'minor-alone') return minor.reason;
    return FOR_A_PERSON.includes(why)
      ? buildFactReason(why, 'participants')
      : { ...policy.reason, code: `consent-${why}` };
  });
  return { outcome: isForAPerson ? 'needs-review' : 'block', reasons: [...reasons, place.reason], missing };
}
