// What staff see of a visit's charge. Reads nothing: it is given how the charge stands.
import {
  CHARGE_FIELDS,
  type ChargeField,
  type ChargeView,
  type ConfirmedChargeView,
  fieldOf,
  labelCodes,
} from '#domain/billing';
import { findRow, onDay } from '#domain/rules';
import type { Session } from '#server/http';
import type { BillingNeeds } from './billing-needs.ts';
import type { Charge, Step } from './charge-store.ts';
import type { AtCharge } from './stand-at-charge.ts';
import { viewConfirmedMaking, viewDecisionMaking } from './view-decision-making.ts';

export function viewCharge(needs: BillingNeeds, at: AtCharge): ChargeView {
  const { record, draft, collected, proposal, verdict, host } = at;
  const answers = collected.answers;
  return {
    visitId: record.visitId,
    patient: { name: record.patientName, birthDate: record.birthDate },
    clinician: host?.name ?? null,
    revision: draft.revision,
    answers,
    fields: viewFields(at),
    decisionMaking: viewDecisionMaking(at),
    proposal: { ...mutable(proposal), avoids: listAvoided(needs, at) },
    evidence: viewEvidence(at),
    entry: draft.entry,
    reasons: verdict && !verdict.ok ? [...verdict.reasons] : [],
    holds: verdict ? [...verdict.holds] : [],
    labels: viewLabels(needs, at),
    charges: at.charges.map((charge) => viewConfirmed(charge, at.session, at.mayCharge)),
    may: listMay(at),
  };
}

function listMay({ mayCharge, standing, verdict }: AtCharge): ChargeView['may'] {
  if (!mayCharge || standing) return [];
  return ['answer', 'enter', ...(verdict?.ok ? (['confirm'] as const) : [])];
}

/** The rules' answers are read-only; the wire's are plain. */
const mutable = (proposal: AtCharge['proposal']) =>
  structuredClone(proposal) as unknown as Omit<ChargeView['proposal'], 'avoids'>;

function listAvoided(needs: BillingNeeds, { proposal, collected }: AtCharge) {
  const day = collected.answers.serviceDate;
  return proposal.avoids.map(({ carc, rule }) => ({
    ...{ carc, rule },
    label: (day && findRow(needs.packs, 'denial', carc, onDay(day), 'denial').row?.value.label) || '',
  }));
}

function viewFields({ prefilled, draft, collected, proposal }: AtCharge): ChargeView['fields'] {
  const asked = new Set(
    proposal.reasons.filter(({ code }) => code === 'missing-fact').map(({ rule }) => fieldOf(rule)),
  );
  return CHARGE_FIELDS.map((field) => {
    const said = draft.said[field];
    return {
      field,
      from: said ? 'person' : (prefilled.from[field] ?? 'none'),
      isConfirmed: said !== undefined,
      isChanged: isChanged(field, draft.answers, prefilled.answers) || collected.changed.includes(field),
      isAsked: asked.has(field),
      by: said?.by ?? null,
      at: said?.at ?? null,
    };
  });
}

type Answers = AtCharge['draft']['answers'];
function isChanged(field: ChargeField, said: Answers, prefilled: Answers): boolean {
  if (said[field] === undefined || prefilled[field] === undefined) return false;
  return JSON.stringify(said[field]) !== JSON.stringify(prefilled[field]);
}

function viewEvidence({ record, prefilled, coverage }: AtCharge): ChargeView['evidence'] {
  return {
    modalities: [...record.modalities],
    locations: [...prefilled.places],
    admittedAt: record.admittedAt,
    endedAt: record.endedAt,
    callMinutes: prefilled.callMinutes,
    people: record.people.filter(({ wasAdmitted }) => wasAdmitted).map(({ name, role }) => ({ name, role })),
    coverage:
      coverage.rows?.map(({ payer, plan, text, isCurrent }) =>
        [payer, plan, text, isCurrent ? null : 'not active'].filter((one) => one !== null).join(' · '),
      ) ?? null,
    coverageMissing: coverage.missing,
  };
}

function viewLabels(
  needs: BillingNeeds,
  { proposal, draft, charges, record }: AtCharge,
): ChargeView['labels'] {
  const offered = [...proposal.lines, ...proposal.alternatives.flatMap(({ lines }) => lines)];
  const entries = [draft.entry, ...charges.map(({ known }) => known.entry)].filter((one) => one !== null);
  const codes = [
    ...offered.flatMap(({ code, modifiers, pos }) => [code, ...modifiers, ...(pos ? [pos] : [])]),
    ...entries.flatMap(({ lines, placeOfService }) => [
      ...lines.flatMap(({ code, modifiers }) => [code, ...modifiers]),
      ...(placeOfService ? [placeOfService] : []),
    ]),
    ...proposal.wouldChange.map(({ gives }) => gives),
    ...['10', '02', '11'],
  ];
  return labelCodes([...new Set(codes)], needs.packs, needs.labelsOf(record.tenantId));
}

/** `mayCharge`: this person may say what is charged here, and take it back. */
export function viewConfirmed(charge: Charge, session: Session, mayCharge: boolean): ConfirmedChargeView {
  const { known, released, withdrawn } = charge;
  const isHeld = charge.holds.length > 0 && released === null;
  return {
    chargeId: charge.id,
    reference: known.reference,
    lines: known.entry.lines,
    placeOfService: known.entry.placeOfService,
    serviceDate: known.serviceDate,
    confirmed: {
      by: { name: known.confirmedBy.name, role: known.confirmedBy.role },
      at: charge.confirmedAt.toISOString(),
    },
    holds: charge.holds,
    released: released && { ...viewStep(released), checked: released.known.words },
    withdrawn: withdrawn && { ...viewStep(withdrawn), reason: withdrawn.known.words },
    decisionMaking: viewConfirmedMaking(known, session),
    state: withdrawn ? 'withdrawn' : isHeld ? 'held' : released ? 'released' : 'confirmed',
    may: withdrawn
      ? []
      : [
          ...(isHeld && mayRelease(charge, session) ? (['release'] as const) : []),
          ...(mayCharge ? (['withdraw'] as const) : []),
          ...(session.role === 'biller' && !isHeld ? (['export'] as const) : []),
        ],
  };
}

const viewStep = (step: Step) => ({
  by: { name: step.known.by, role: step.known.role },
  at: step.at.toISOString(),
});

/** A second person's look: whoever keeps the books or supervises, and never the one who confirmed it. */
export function mayRelease(charge: Charge, session: Session): boolean {
  const isOverseer = session.role === 'biller' || session.role === 'supervisor';
  return isOverseer && charge.personKey !== session.personKey;
}
