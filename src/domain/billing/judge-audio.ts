// Audio-only for Medicare: the clinician could have used video, and the patient cannot or will not
// (42 CFR 410.78(a)(3)). Both facts have to be on record.
import { buildFactReason, buildMissingFact, type RuleReason } from '#domain/rules';
import type { ChargeFacts } from './charge-question.ts';

interface AudioFacts {
  readonly refusals: readonly RuleReason[];
  readonly missing: readonly RuleReason[];
  /** What could be done instead: video where the clinician has it, a check-in where a visit was meant. */
  readonly offer: readonly string[];
}

export function judgeAudio(facts: ChargeFacts): AudioFacts {
  const { audioOnlyReason, clinicianVideoCapable } = facts;
  const refusals: RuleReason[] = [];
  if (audioOnlyReason === 'none')
    refusals.push({ ...buildFactReason('video-was-possible', 'audioOnlyReason'), carc: '96' });
  if (clinicianVideoCapable === false)
    refusals.push({ ...buildFactReason('clinician-without-video', 'clinicianVideoCapable'), carc: '96' });
  const missing: RuleReason[] = [];
  if (audioOnlyReason === undefined) missing.push(buildMissingFact('audioOnlyReason'));
  if (clinicianVideoCapable === undefined) missing.push(buildMissingFact('clinicianVideoCapable'));
  const offer = [
    ...(clinicianVideoCapable === false ? [] : ['video']),
    ...(facts.service === 'office-visit' ? ['98016'] : []),
  ];
  return { refusals, missing, offer };
}
