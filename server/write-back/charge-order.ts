// One line of a confirmed charge on its way: as a ChargeItem, or by Oracle Health's operation; and its credit.
import type { ChargeItem, Resource } from '@medplum/fhirtypes';
import { z } from 'zod';
import type { ConfirmedCharge } from '#domain/billing';
import {
  buildChargeCredit,
  buildOracleCharge,
  buildVisitCharge,
  type OracleChargeSite,
} from '#profiles/visit-charge';
import { type BuiltOrder, orderOf, type ReadCurrent } from './build-order.ts';
import type { Parcel } from './parcel.ts';

/** The part of a tenant's `site` that is about bill codes (Oracle Health). */
const ChargeSite = z.object({
  billCodeSystem: z.string().default(''),
  billCodeSchedule: z.looseObject({ code: z.string() }).default({ code: '' }),
});

export function buildChargeOrder(parcel: Parcel): BuiltOrder {
  const { charge, tenant, encounter, row } = parcel;
  if (!charge) return { kind: 'invalid', codes: ['charge.line-missing'] };
  const whole: ConfirmedCharge = { ...charge.whole, encounter };
  const sent = {
    text: describeLine(charge.line, whole.occurrence.start),
    author: whole.performer.reference,
    types: [charge.line.code],
  };
  if (tenant.vendor === 'oracle') {
    const site = ChargeSite.parse(tenant.site ?? {}) as OracleChargeSite;
    const built = buildOracleCharge(whole, charge.at, site, uuidOf(row.id));
    if (!built.ok) return { kind: 'invalid', codes: built.reasons.map(({ code }) => code) };
    const parts = { method: 'operation', path: 'ChargeItem/$create', body: built.resource } as const;
    return orderOf(parcel, parts, sent);
  }
  const built = buildVisitCharge(whole, charge.at);
  if (!built.ok) return { kind: 'invalid', codes: built.reasons.map(({ code }) => code) };
  return orderOf(parcel, { method: 'create', path: 'ChargeItem', body: built.resource }, sent);
}

/** The EHR's own record of the charge, marked as entered in error. */
export async function buildCreditOrder(parcel: Parcel, read: ReadCurrent): Promise<BuiltOrder> {
  const { before, row, charge } = parcel;
  const id = before?.id ?? '';
  const current = await read('ChargeItem', id);
  if (current.kind !== 'found') return { kind: 'unread', answer: current };
  const item = current.resource as ChargeItem;
  if (isCredited(item)) return { kind: 'there', id, version: current.version };
  const built = buildChargeCredit(item, row.reference ?? '');
  if (!built.ok) return { kind: 'invalid', codes: built.reasons.map(({ code }) => code) };
  const target = `ChargeItem/${id}`;
  const parts = {
    ...({ method: 'update', path: target, body: built.resource } as const),
    ...(current.version !== null && { ifMatch: current.version }),
  };
  const text = charge && describeLine(charge.line, charge.whole.occurrence.start);
  return orderOf(parcel, parts, { text, target, types: charge ? [charge.line.code] : [] });
}

const CREDITED = 'entered-in-error';
export const isCredited = (resource: Resource): boolean => (resource as ChargeItem).status === CREDITED;

/** What tells one charge from another where the EHR keeps no name of ours. */
export function describeLine(
  line: { code: string; modifiers: readonly string[]; units: number | null },
  start: string | null,
): string {
  const at = start === null ? '' : new Date(start).toISOString();
  return [line.code, ...line.modifiers, `x${line.units ?? 1}`, at].join(' ').trim();
}

/** The delivery's id, in a UUID's form: the same however often it goes. */
const uuidOf = (id: string) =>
  [id.slice(0, 8), id.slice(8, 12), id.slice(12, 16), id.slice(16, 20), id.slice(20)].join('-');
