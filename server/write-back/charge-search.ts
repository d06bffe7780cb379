// How a charge is looked for in the EHR, and what its records say.
import { VENDOR_WRITES } from '#domain/launch';
import type { Candidate } from '#domain/write-back';
import { readVisitCharge } from '#profiles/visit-charge';
import { describeLine } from './charge-order.ts';
import type { Parcel } from './parcel.ts';

/** Oracle Health searches charges by their encounter alone (security-rules finding 3). */
export function chargeSearch({ encounter }: { encounter: string | null }): {
  type: string;
  params: Record<string, string>;
} {
  const id = encounter?.split('/').at(-1);
  return { type: 'ChargeItem', params: id ? { context: id } : {} };
}

/** False: this EHR shows no charges at all, or none without the encounter they belong to. */
export function isSearchable(
  { vendor }: Pick<Parcel['tenant'], 'vendor'>,
  { encounter }: { encounter: string | null },
): boolean {
  if (VENDOR_WRITES[vendor].charge.route === 'none') return false;
  return vendor !== 'oracle' || encounter !== null;
}

export function readChargeCandidate(resource: unknown): Candidate | null {
  const read = readVisitCharge(resource);
  if (!read?.id) return null;
  const { id, reference, code, modifiers, units, performer, encounter, start } = read;
  const at = start === null ? null : new Date(start);
  const isMoment = at !== null && !Number.isNaN(at.getTime());
  return {
    ...{ id, version: null, identifiers: reference === null ? [] : [reference] },
    text: describeLine({ code, modifiers, units }, isMoment ? start : null),
    ...{ author: performer, encounter, types: [code] },
    // When it was done, not when it was filed: it rules nothing out by the window of filing.
    at: null,
  };
}
