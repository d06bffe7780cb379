// A confirmed charge, whole, for the area that delivers it. Says itself whether it may go out.
import { type ConfirmedCharge, systemOfCode } from '#domain/billing';
import type { Database } from '#server/db';
import { findCharge, type Step } from './charge-store.ts';

/** Null: no such charge in this tenant. `holds` is empty once it may go out; look at `withdrawnAt` as well. */
export async function findConfirmedCharge(
  needs: { database: Database },
  tenantId: string,
  chargeId: string,
): Promise<ConfirmedCharge | null> {
  const charge = await findCharge(needs, needs.database.db, { id: chargeId, tenantId });
  if (!charge) return null;
  const { entry, patientName: _, birthDate: __, decisionMaking: ___, ...known } = charge.known;
  return {
    ...known,
    ...{ id: charge.id, visitId: charge.visitId, tenantId },
    lines: entry.lines.map(({ code, modifiers, units, diagnoses }) => ({
      ...{ code, system: systemOfCode(code), modifiers, units },
      diagnoses: diagnoses.map((one) => ({ code: one.code, display: one.display })),
    })),
    placeOfService: entry.placeOfService,
    confirmedAt: charge.confirmedAt.toISOString(),
    holds: charge.released ? [] : charge.holds,
    withdrawnAt: charge.withdrawn?.at.toISOString() ?? null,
    withdrawnBy: charge.withdrawn && whoTookBack(charge.withdrawn),
  };
}

function whoTookBack({ known, personKey }: Step): NonNullable<ConfirmedCharge['withdrawnBy']> {
  const { reference = null, iss = null, sub = null, launchId = null } = known.owner ?? {};
  return { ...{ reference, iss, sub, launchId, personKey }, name: known.by };
}
