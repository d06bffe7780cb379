// May a person confirm this entry as the visit's charge, and if so, must a second person look before it goes out?
// Refuses what is wrong on its face; what is merely unknown is confirmed and held. Never asks a clock, and software
// confirms nothing.
import type { Role } from '#domain/launch';
import { findRow, listDays, onDay, type RulePacks, type RuleReason } from '#domain/rules';
import type { ChargeAnswer } from './charge-answer.ts';
import type { ChargeField } from './charge-answers.ts';
import {
  CHARGE_HOLDS,
  type ChargeEntry,
  type ChargeEntryLine,
  type ChargeHold,
  DIAGNOSIS_SHAPE,
  type EntryReason,
} from './charge-entry.ts';
import type { ChargeFacts } from './charge-question.ts';
import { judgeCode } from './judge-code.ts';

/** What the entry is held against. */
export interface EntryFacts {
  /** Who would confirm; null: nobody did, a program asks. */
  confirmer: Role | 'no-role' | null;
  wasAdmitted: boolean;
  /** The EHR's record of whoever gave the care is known. */
  hasClinician: boolean;
  isOver: boolean;
  /** Day of service, in the patient's state; null: not settled. */
  serviceDate: string | null;
  patientState: ChargeFacts['patientState'] | null;
  /** Kinds of place on the visit's record, in order; empty: the patient never said. */
  places: readonly NonNullable<ChargeFacts['patientPlace']>[];
  payerKind: ChargeFacts['payer']['kind'] | null;
  /** Prefilled, and nobody said that they are right. */
  unconfirmed: readonly ChargeField[];
  /** Confirmed otherwise than the record says. */
  changed: readonly ChargeField[];
  /** The visit's own marks: override, emergency, refused-during-visit. */
  billingReview: readonly string[];
  proposal: ChargeAnswer;
}

export type EntryAnswer =
  | { readonly ok: true; readonly holds: readonly ChargeHold[] }
  | { readonly ok: false; readonly reasons: readonly EntryReason[]; readonly holds: readonly ChargeHold[] };

/** 837P: four modifiers and four diagnosis pointers a line, twelve diagnoses a claim. */
const MOST_MODIFIERS = 4;
const MOST_POINTERS = 4;
const MOST_DIAGNOSES = 12;

export function decideChargeEntry(
  facts: EntryFacts,
  entry: ChargeEntry,
  packs: RulePacks,
  now: Date,
): EntryAnswer {
  const judged = entry.lines.map((line) => judgeLine(line, facts, packs));
  const reasons = [
    ...judgeMoment(facts, now),
    ...facts.unconfirmed.map((field) => reason('not-confirmed', field)),
    ...(facts.proposal.outcome === 'refuse' ? [reason('not-billable', null, facts.proposal.reasons[0])] : []),
    ...(entry.lines.length === 0 ? [reason('no-lines')] : []),
    ...listTwice(entry.lines.map(({ code }) => code)).map((code) => reason('line-twice', code)),
    ...judged.flatMap((one) => one.reasons),
    ...judgeDiagnoses(entry),
    ...judgePlace(entry, facts, packs),
  ];
  const holds = listHolds(
    facts,
    entry,
    judged.some(({ isDoubtful }) => isDoubtful),
  );
  return reasons.length === 0 ? { ok: true, holds } : { ok: false, reasons, holds };
}

function reason(code: EntryReason['code'], about: string | null = null, row?: RuleReason): EntryReason {
  return {
    code,
    about,
    rule: row?.rule ?? null,
    source: row?.source ?? null,
    effectiveFrom: row?.effectiveFrom ?? null,
    effectiveTo: row?.effectiveTo ?? null,
  };
}

const listTwice = (all: readonly string[]): string[] => [
  ...new Set(all.filter((one, at) => all.indexOf(one) !== at)),
];

/** Who, and when: a charge is a person's, and for care that was given and is over. */
function judgeMoment(facts: EntryFacts, now: Date): EntryReason[] {
  const { confirmer, serviceDate, patientState } = facts;
  const reasons: EntryReason[] = [];
  if (confirmer === null) reasons.push(reason('never-by-software'));
  else if (confirmer !== 'clinician' && confirmer !== 'biller') reasons.push(reason('not-your-role'));
  if (!facts.wasAdmitted) reasons.push(reason('nobody-was-seen'));
  else if (!facts.isOver) reasons.push(reason('visit-not-over'));
  if (!facts.hasClinician) reasons.push(reason('no-clinician'));
  if (serviceDate === null) reasons.push(reason('not-confirmed', 'serviceDate'));
  else {
    const today = patientState ? listDays(now.toISOString(), patientState).last : latestAnywhere(now);
    if (serviceDate > today) reasons.push(reason('day-ahead', serviceDate));
  }
  return reasons;
}

/** As late as it is anywhere a patient can be: fourteen hours before Greenwich. */
const latestAnywhere = (now: Date): string => new Date(now.getTime() + 14 * 3600_000).toISOString();

function judgeLine(
  line: ChargeEntryLine,
  facts: EntryFacts,
  packs: RulePacks,
): { reasons: EntryReason[]; isDoubtful: boolean } {
  const day = facts.serviceDate;
  const { code, modifiers, units } = line;
  const reasons: EntryReason[] = [];
  const known = day === null ? null : judgeCode(code, day, facts.payerKind, packs);
  if (known?.fault) reasons.push(reason(known.fault.code, code, known.fault.reason));
  if (!Number.isInteger(units) || units < 1 || units > (known?.mostUnits ?? 99))
    reasons.push(reason('units-out-of-range', code));
  if (modifiers.length > MOST_MODIFIERS) reasons.push(reason('too-many-modifiers', code));
  reasons.push(...listTwice(modifiers).map((modifier) => reason('modifier-twice', modifier)));
  const proposed = listProposed(facts.proposal).flatMap((one) => one.modifiers);
  let isDoubtful = known?.isDoubtful === true;
  for (const modifier of modifiers.filter((one) => day !== null && !proposed.includes(one))) {
    const found = findRow(packs, 'modifier', modifier, onDay(String(day)), 'modifier');
    // A row that no longer stands, or that sources dispute, still names the modifier: a person must look.
    if (found.reason.code === 'no-row') reasons.push(reason('modifier-unknown', modifier, found.reason));
    isDoubtful ||= found.is !== 'sure';
  }
  return { reasons, isDoubtful };
}

function judgeDiagnoses({ lines }: ChargeEntry): EntryReason[] {
  const all = new Set(lines.flatMap(({ diagnoses }) => diagnoses.map(({ code }) => code)));
  return [
    ...lines.flatMap(({ code, diagnoses }) =>
      diagnoses.length === 0
        ? [reason('no-diagnosis', code)]
        : diagnoses.length > MOST_POINTERS
          ? [reason('too-many-diagnoses', code)]
          : [],
    ),
    ...[...all].filter((code) => !DIAGNOSIS_SHAPE.test(code)).map((code) => reason('diagnosis-shape', code)),
    ...(all.size > MOST_DIAGNOSES ? [reason('too-many-diagnoses')] : []),
  ];
}

/**
 * 10: the patient in their own home; 02: elsewhere (CMS place-of-service set). The record says which; a payer's row
 * that wants another one is heard, since it stands in the proposal.
 */
function judgePlace(
  { placeOfService: pos }: ChargeEntry,
  facts: EntryFacts,
  packs: RulePacks,
): EntryReason[] {
  const proposed = listProposed(facts.proposal).map((line) => line.pos);
  if (pos === null) return proposed.includes(null) ? [] : [reason('no-place')];
  if (facts.serviceDate === null) return [];
  const found = findRow(packs, 'place-code', pos, onDay(facts.serviceDate), 'place-of-service');
  if (found.row === null) return [reason('place-unknown', pos, found.reason)];
  if (proposed.includes(pos)) return [];
  const recorded = facts.places.map((place) => (place === 'home' ? 'home' : 'away'));
  const { place } = found.row.value;
  const contradicts = recorded.length > 0 && !recorded.some((one) => one === place);
  return contradicts ? [reason('place-contradicts-record', pos, found.reason)] : [];
}

const listProposed = ({ lines, alternatives }: ChargeAnswer) => [
  ...lines,
  ...alternatives.flatMap((one) => one.lines),
];

/** Why a second person must look. Nothing unknown goes out on one person's word. */
function listHolds(facts: EntryFacts, entry: ChargeEntry, isDoubtful: boolean): ChargeHold[] {
  const { proposal, billingReview, changed, places } = facts;
  const held: Readonly<Record<ChargeHold, boolean>> = {
    override: billingReview.includes('override'),
    exception: billingReview.includes('exception'),
    emergency: billingReview.includes('emergency'),
    'refused-during-visit': billingReview.includes('refused-during-visit'),
    'review-task':
      proposal.outcome !== 'propose' ||
      isDoubtful ||
      billingReview.some((one) => !CHARGE_HOLDS.some((known) => known === one)),
    'not-as-proposed': !isAsProposed(entry, proposal),
    'changed-from-record': changed.length > 0,
    'two-places': places.includes('home') && places.some((place) => place !== 'home'),
    'law-lapse': proposal.hold,
  };
  return CHARGE_HOLDS.filter((hold) => held[hold]);
}

/** The proposal or one of its alternatives, line by line in any order. */
export function isAsProposed(entry: ChargeEntry, { lines, alternatives }: ChargeAnswer): boolean {
  const entered = keyOf(entry.lines.map((line) => ({ ...line, pos: entry.placeOfService })));
  return [lines, ...alternatives.map((one) => one.lines)].some(
    (offered) => offered.length > 0 && keyOf(offered) === entered,
  );
}

const keyOf = (
  lines: readonly { code: string; modifiers: readonly string[]; units: number; pos: string | null }[],
) =>
  JSON.stringify(
    lines
      .map(({ code, modifiers, units, pos }) => JSON.stringify([code, modifiers.toSorted(), units, pos]))
      .toSorted(),
  );
