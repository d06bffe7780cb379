// Reads a ChargeItem, ours or as Oracle Health shows it, into the facts by which two charges are told to be one.
import { z } from 'zod';
import { MODIFIER_EXTENSION, ORACLE, PLACE_EXTENSION, REFERENCE_SYSTEM } from './charge-terms.ts';

export interface ChargeItemFacts {
  id: string | null;
  /** `WS-…-1`; null where the EHR keeps no identifier of ours. */
  reference: string | null;
  status: string;
  code: string;
  modifiers: string[];
  units: number | null;
  /** The main one first. */
  diagnoses: string[];
  placeOfService: string | null;
  patient: string;
  encounter: string | null;
  performer: string | null;
  start: string | null;
}

const Coding = z.object({ code: z.string().nullish() });
const Concept = z.object({ coding: z.array(Coding).nullish() });
const Reference = z.object({ reference: z.string().nullish() });
const Inner = z.object({
  url: z.string(),
  valueCodeableConcept: Concept.nullish(),
  valueUnsignedInt: z.number().nullish(),
});
const Shape = z.object({
  resourceType: z.literal('ChargeItem'),
  id: z.string().nullish(),
  extension: z
    .array(z.object({ url: z.string(), valueCoding: Coding.nullish(), extension: z.array(Inner).nullish() }))
    .nullish(),
  identifier: z.array(z.object({ system: z.string().nullish(), value: z.string().nullish() })).nullish(),
  status: z.string(),
  code: z.object({ coding: z.array(Coding).min(1) }),
  subject: z.object({ reference: z.string() }),
  context: Reference.nullish(),
  occurrenceDateTime: z.string().nullish(),
  occurrencePeriod: z.object({ start: z.string().nullish() }).nullish(),
  performer: z.array(z.object({ actor: Reference })).nullish(),
  quantity: z.object({ value: z.number().nullish() }).nullish(),
  reason: z.array(Concept).nullish(),
});
type Read = z.infer<typeof Shape>;

/** Null: no ChargeItem, or one without code or patient. */
export function readVisitCharge(resource: unknown): ChargeItemFacts | null {
  const { data: item } = Shape.safeParse(resource);
  const code = item?.code.coding[0]?.code;
  if (!item || !code) return null;
  const place = item.extension?.find(({ url }) => url === PLACE_EXTENSION);
  return {
    id: item.id ?? null,
    reference: item.identifier?.find(({ system }) => system === REFERENCE_SYSTEM)?.value ?? null,
    status: item.status,
    code,
    modifiers: readModifiers(item),
    units: item.quantity?.value ?? null,
    diagnoses: (item.reason ?? []).flatMap((one) => one.coding?.[0]?.code ?? []),
    placeOfService: place?.valueCoding?.code ?? null,
    patient: item.subject.reference,
    encounter: item.context?.reference ?? null,
    performer: item.performer?.[0]?.actor.reference ?? null,
    start: item.occurrenceDateTime ?? item.occurrencePeriod?.start ?? null,
  };
}

/** Ours stand in order; Oracle Health's say their order. */
function readModifiers({ extension }: Read): string[] {
  const all = extension ?? [];
  const own = all.flatMap(({ url, valueCoding }) =>
    url === MODIFIER_EXTENSION ? (valueCoding?.code ?? []) : [],
  );
  const oracle = all
    .filter(({ url }) => url === ORACLE.modifierCode)
    .map(({ extension: inner }) => ({
      code: inner?.find(({ url }) => url === 'code')?.valueCodeableConcept?.coding?.[0]?.code,
      priority: inner?.find(({ url }) => url === 'priority')?.valueUnsignedInt ?? 0,
    }))
    .toSorted((a, b) => a.priority - b.priority);
  return [...own, ...oracle.flatMap(({ code }) => code ?? [])];
}
