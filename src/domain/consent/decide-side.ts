// Recording and AI listening: off unless wanted and agreed to by every person present, the clinician
// included. The strictest of all their places wins. Law classes are shown and never a ground to record.
import {
  buildFactReason,
  buildMissingFact,
  type Found,
  findRow,
  listDays,
  type RulePacks,
  type RuleReason,
  type StateCode,
} from '#domain/rules';
import type { ConsentFacts } from './consent-question.ts';
import type { ConsentAnswer, SideConsentAnswer } from './index.ts';
import { judgeConsent, type Terms } from './judge-consent.ts';

const WANTS = { recording: 'recording', 'ai-listening': 'aiListening' } as const;

export function decideSide(
  kind: 'recording' | 'ai-listening',
  facts: ConsentFacts,
  packs: RulePacks,
): SideConsentAnswer & Pick<ConsentAnswer, 'missing'> {
  const { at, patientState: state, modality, participants } = facts;
  const off = (reasons: readonly RuleReason[], missing: ConsentAnswer['missing'] = []) => ({
    outcome: 'off' as const,
    reasons,
    missing,
  });
  if (!facts.wants[WANTS[kind]]) return off([buildFactReason('not-wanted', `wants.${WANTS[kind]}`)]);
  const places = listPlaces(facts);
  const bars = places.flatMap((place) => {
    const bar = findRow(packs, 'recording-bar', place, listDays(at, place), 'barred-here');
    return bar.row ? [bar.reason] : [];
  });
  if (bars.length > 0) return { outcome: 'block', reasons: bars, missing: [] };
  if (!state) return off([buildMissingFact('patientState')]);
  if (participants.length === 0) return off([buildMissingFact('participants')]);
  if (participants.some((person) => !person.state)) return off([buildMissingFact('participants.state')]);

  const days = listDays(at, state);
  const everyone = findRow(packs, 'consent-policy', 'everyone-present', days, 'everyone-agreed');
  const minor = findRow(packs, 'consent-policy', 'minor', days, 'minor-alone');
  if (everyone.is !== 'sure' || minor.is !== 'sure') return off(listDoubts(everyone, minor));
  const laws = places.map((place) =>
    findRow(packs, 'recording-law', place, listDays(at, place), 'law-of-place'),
  );
  // No word at all about a place: nobody knows what recording there would be.
  const silent = laws.filter(({ reason }) => reason.code === 'no-row');
  if (silent.length > 0) return off(silent.map(({ reason }) => reason));
  const version = facts.currentVersions[WANTS[kind]];
  if (version === undefined) return off([buildMissingFact(`currentVersions.${WANTS[kind]}`)]);
  const terms: Terms = {
    kind,
    version,
    at,
    state,
    days,
    modality,
    months: everyone.row.value.months ?? 0,
    majority: minor.row.value.years ?? 0,
    ownModality: false,
  };
  const missing = participants.flatMap((person) => {
    const why = judgeConsent(person, terms);
    return why === null ? [] : [{ participant: person.ref, kind, why }];
  });
  const words = laws.map(({ reason }) => reason);
  if (missing.length > 0)
    return off([{ ...everyone.reason, code: 'not-everyone-agreed' }, ...words], missing);
  return { outcome: 'allow', reasons: [everyone.reason, ...words], missing };
}

/** Only the rows that do not decide: a sound one is no reason against. */
export const listDoubts = (...policies: readonly Found<'consent-policy'>[]): RuleReason[] =>
  policies.filter(({ is }) => is !== 'sure').map(({ reason }) => reason);

/** Everywhere somebody is, the patient's stated place included. */
function listPlaces({ patientState, participants }: ConsentFacts): StateCode[] {
  const places = [patientState, ...participants.map(({ state }) => state)];
  return [...new Set(places.filter((place): place is StateCode => place != null))];
}
