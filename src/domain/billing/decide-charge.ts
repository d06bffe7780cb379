// What may be billed for this service, to this payer, on this day – or that nobody can say. Time or
// decision-making, whichever supports more; a proposal is never a claim: a person confirms.
import {
  buildFactReason,
  buildMissingFact,
  buildReason,
  covers,
  findRow,
  listRows,
  onDay,
  type RulePacks,
  type RuleReason,
} from '#domain/rules';
import {
  type ChargeAnswer,
  needsReview,
  refuse,
  refuseFor,
  type Verdict,
  type WouldChange,
} from './charge-answer.ts';
import type { ChargeFacts } from './charge-question.ts';
import { buildLine, judgePlaces } from './claim-lines.ts';
import { decideContact } from './decide-contact.ts';
import { decideCcmMonth, decideRpmMonth } from './decide-month.ts';
import { decideTherapy } from './decide-therapy.ts';
import { decideVisit } from './decide-visit.ts';
import { findPayerRule, type PayerRule, placeOf } from './find-payer-rule.ts';
import { judgeAudio } from './judge-audio.ts';
import { judgeBilled } from './judge-billed.ts';
import { judgeUntold } from './judge-untold.ts';
import { listRates } from './list-rates.ts';
import { proveChanges } from './prove-changes.ts';

const MODALITIES: Readonly<Record<ChargeFacts['service'], readonly ChargeFacts['modality'][] | null>> = {
  'office-visit': ['video', 'audio'],
  psychotherapy: ['video', 'audio'],
  'psychotherapy-crisis': ['video', 'audio'],
  'group-psychotherapy': ['video', 'audio'],
  'virtual-check-in': ['video', 'audio'],
  'e-visit': ['message'],
  'rpm-month': null,
  'ccm-month': null,
};
/** What is offered instead, as the fact that would have to change. */
const OFFERS: Readonly<Record<string, WouldChange>> = {
  video: { fact: 'modality', to: 'video', gives: 'the same by video' },
  '98016': {
    ...{ fact: 'service', to: 'virtual-check-in' },
    gives: '98016, if the patient began it and it took 5 to 10 minutes',
  },
};
/** A check-in is for established patients alone. */
const isBarred = (offer: string | WouldChange, { patientIsNew }: ChargeFacts): boolean =>
  offer === '98016' && patientIsNew === true;
const nameOffer = (offer: string | WouldChange): WouldChange =>
  typeof offer === 'string' ? (OFFERS[offer] ?? { fact: 'service', to: offer, gives: offer }) : offer;
const LAW_PAYERS: readonly ChargeFacts['payer']['kind'][] = ['medicare-b', 'fqhc-medicare', 'rhc-medicare'];

export function decideCharge(facts: ChargeFacts, packs: RulePacks): ChargeAnswer {
  const verdict = judge(facts, packs, facts.payer.kind);
  const isProposal = verdict.is === 'proposal';
  const reviews = isProposal ? verdict.reviews : [];
  const lines = isProposal ? verdict.lines : [];
  const lapses = listLapses(facts, verdict, packs);
  const outcome = !isProposal ? verdict.is : reviews.length > 0 ? 'propose-with-review' : 'propose';
  return {
    outcome,
    reasons: unique([...verdict.reasons, ...reviews, ...lapses]),
    packs: packs.read.billing,
    lines,
    alternatives: isProposal ? verdict.alternatives : [],
    wouldChange: [
      ...proveChanges(
        isProposal
          ? verdict.wouldChange
          : verdict.offer.filter((offer) => !isBarred(offer, facts)).map(nameOffer),
        ({ fact, to }) => judge({ ...facts, [fact]: to }, packs, facts.payer.kind),
      ),
      ...(isProposal ? listPlaceChange(facts, lines, packs) : []),
    ],
    hold: lapses.length > 0,
    avoids: listAvoided(lines, facts, packs),
    nationalRates: isProposal ? listRates(facts, lines, packs) : [],
  };
}

function judge(facts: ChargeFacts, packs: RulePacks, kind: ChargeFacts['payer']['kind']): Verdict {
  const fits = MODALITIES[facts.service];
  if (fits && !fits.includes(facts.modality) && kind !== 'va')
    return refuse({ ...buildFactReason('modality-does-not-fit', 'modality'), carc: '96' });
  const missing = listMissing(facts, kind);
  if (missing.length > 0)
    return judgeUntold(facts, missing, (there) => ({
      verdict: judge(there, packs, kind),
      rule: findPayerRule(there, packs, kind),
    }));
  const rule = findPayerRule(facts, packs, kind);
  if (!('row' in rule)) return needsReview(rule);
  const { value } = rule.row;
  switch (value.answer) {
    case 'no-claim':
      return refuse({ ...rule.reason, code: 'no-claim-is-made' });
    case 'not-paid':
      return refuseFor(value.offer ?? [], {
        ...rule.reason,
        code: 'not-paid',
        ...(value.carc && { carc: value.carc }),
      });
    case 'by-state':
      return needsReview({
        ...rule.reason,
        code: 'state-schedule-not-loaded',
        rule: `payer-rule/medicaid/${facts.payer.state ?? ''}`,
      });
    case 'as-part-b': {
      // A plan may follow Part B or not; a person looks, whatever comes out.
      const like = judge(facts, packs, 'medicare-b');
      const note = { ...rule.reason, code: 'plan-rule-unknown' };
      if (like.is === 'proposal') return { ...like, reviews: [...like.reviews, note] };
      return { ...like, reasons: [...like.reasons, note] };
    }
    case 'fixed':
    case 'supported':
      return judgeSupported(facts, rule, packs, kind);
  }
}

function judgeSupported(
  facts: ChargeFacts,
  rule: PayerRule,
  packs: RulePacks,
  kind: ChargeFacts['payer']['kind'],
): Verdict {
  const { value } = rule.row;
  const law = value.law ? findRow(packs, 'telehealth-law', value.law, onDay(facts.serviceDate), 'law') : null;
  if (law && law.row === null) return needsReview(law.reason);
  const audio = value.demands?.includes('audio-facts')
    ? judgeAudio(facts)
    : { refusals: [], missing: [], offer: [] };
  if (audio.refusals.length > 0) return refuseFor(audio.offer, ...audio.refusals);
  const found = value.answer === 'fixed' ? decideFixed(facts, rule) : decideService(facts, rule, packs, kind);
  if (audio.missing.length > 0 && found.is !== 'refuse')
    return needsReview(...audio.missing, ...(found.is === 'needs-review' ? found.reasons : []));
  if (found.is !== 'proposal') return found;

  const places = judgePlaces(found.lines, facts, packs);
  if (places.missing.length > 0) return needsReview(...places.missing);
  const billed = judgeBilled(facts, found.lines, kind, packs);
  if ('refusal' in billed) return refuse(billed.refusal);
  const reasons = [rule.reason, ...found.reasons, ...(law ? [law.reason] : []), ...places.reasons];
  const notes = value.note ? [{ ...rule.reason, code: value.note }] : [];
  const reviews = [
    ...found.reviews,
    ...billed.reviews,
    ...places.doubts,
    ...(rule.isSure ? [] : [rule.reason]),
    ...(law && law.is !== 'sure' ? [law.reason] : []),
    ...(value.review ? [{ ...rule.reason, code: value.review }] : []),
  ];
  const alternatives = [
    ...found.alternatives,
    ...listModifierVariants(found.lines, rule),
    ...(value.offer ?? []).map((code) => ({
      lines: found.lines.slice(0, 1).map((line) => ({ ...line, code })),
      separatedBy: 'its own rule is not loaded',
    })),
  ];
  return { ...found, reasons: [...reasons, ...notes], reviews, alternatives };
}

function decideService(
  facts: ChargeFacts,
  rule: PayerRule,
  packs: RulePacks,
  kind: ChargeFacts['payer']['kind'],
): Verdict {
  switch (facts.service) {
    case 'office-visit':
      return decideVisit(facts, rule, kind === 'medicare-b' ? 'medicare' : 'other', packs);
    case 'psychotherapy':
    case 'psychotherapy-crisis':
    case 'group-psychotherapy':
      return decideTherapy(facts, rule, packs);
    case 'virtual-check-in':
    case 'e-visit':
      return decideContact(facts, rule, packs);
    case 'rpm-month':
      return decideRpmMonth(facts, rule, packs);
    case 'ccm-month':
      return decideCcmMonth(facts, rule, packs);
  }
}

/** The code that the payer's row names, whatever the level. */
function decideFixed(facts: ChargeFacts, rule: PayerRule): Verdict {
  const { codes = {} } = rule.row.value;
  if (codes.any === undefined && facts.patientIsNew === undefined)
    return needsReview(buildMissingFact('patientIsNew'));
  const code = codes.any ?? (facts.patientIsNew ? codes.new : codes.established);
  if (code === undefined) return needsReview(buildFactReason('no-row', rule.row.id));
  return {
    is: 'proposal',
    lines: [buildLine(code, 1, facts, rule)],
    reasons: [],
    reviews: [],
    alternatives: [],
    wouldChange: [],
  };
}

/** Modifiers that the payer takes as well, on every line. */
function listModifierVariants(
  lines: ChargeAnswer['lines'],
  { row }: PayerRule,
): ChargeAnswer['alternatives'] {
  return (row.value.otherModifiers ?? []).map((modifier) => ({
    lines: lines.map((line) => ({ ...line, modifiers: [modifier] })),
    separatedBy: `modifier ${modifier} does as well`,
  }));
}

/** Facts that choose the payer's row: whose plan it is, and where the patient was. */
function listMissing(facts: ChargeFacts, kind: ChargeFacts['payer']['kind']): RuleReason[] {
  const missing: RuleReason[] = [];
  if (kind === 'commercial' && !facts.payer.name?.trim()) missing.push(buildMissingFact('payer.name'));
  if (kind === 'medicaid' && facts.payer.state === undefined) missing.push(buildMissingFact('payer.state'));
  const asksPlace = ['medicare-b', 'commercial', 'self-pay'].includes(kind);
  if (isTelehealth(facts) && asksPlace && placeOf(facts) === null)
    missing.push(buildMissingFact('patientPlace'));
  return missing;
}

/** A visit held from afar; a check-in is none (CMS counts it among communications by technology). */
const isTelehealth = ({ service }: ChargeFacts): boolean =>
  service !== 'virtual-check-in' && MODALITIES[service]?.includes('video') === true;

/** The law had lapsed on that day and was restored later: claims were held. Each lapse with its source. */
function listLapses(facts: ChargeFacts, verdict: Verdict, packs: RulePacks): RuleReason[] {
  if (verdict.is === 'refuse' || !isTelehealth(facts) || !LAW_PAYERS.includes(facts.payer.kind)) return [];
  const day = onDay(facts.serviceDate);
  return listRows(packs, 'law-lapse')
    .flat()
    .filter((row) => covers(row, day))
    .map((row) => buildReason('law-had-lapsed', row));
}

/** 5: place of service. 4: modifier. What the lines carry so that these are not drawn. */
function listAvoided(
  lines: ChargeAnswer['lines'],
  facts: ChargeFacts,
  packs: RulePacks,
): ChargeAnswer['avoids'] {
  const carried = [
    { carc: '5', is: lines.some(({ pos }) => pos !== null) },
    { carc: '4', is: lines.some(({ modifiers }) => modifiers.length > 0) },
  ];
  return carried.flatMap(({ carc, is }) => {
    if (!is) return [];
    const { row } = findRow(packs, 'denial', carc, onDay(facts.serviceDate), 'denial');
    return row ? [{ carc, rule: row.id }] : [];
  });
}

/** What the same visit would be with the patient on the other side of their own door. */
function listPlaceChange(
  facts: ChargeFacts,
  lines: ChargeAnswer['lines'],
  packs: RulePacks,
): ChargeAnswer['wouldChange'] {
  const pos = lines[0]?.pos;
  const patientPlace = placeOf(facts) === 'home' ? 'other' : 'home';
  const there = judge({ ...facts, patientPlace }, packs, facts.payer.kind);
  const other = there.is === 'proposal' ? there.lines[0]?.pos : null;
  if (other === pos) return [];
  const gives = other ? `place of service ${other}` : there.is;
  return [{ fact: 'patientPlace', to: patientPlace, gives }];
}

function unique(reasons: readonly RuleReason[]): RuleReason[] {
  const seen = new Map(
    reasons.map((reason) => [`${reason.code} ${reason.rule} ${reason.effectiveFrom}`, reason]),
  );
  return [...seen.values()];
}
