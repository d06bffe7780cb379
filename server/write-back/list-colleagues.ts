// To whom a delivery may be assigned, by name. The id that leaves stands for a person on this page alone.
import type { VerbNeeds } from './verb-needs.ts';

const shownId = (needs: VerbNeeds, tenantId: string, personKey: string): string =>
  needs.database.vault.blindIndex(tenantId, 'delivery.person', personKey);

export async function listColleagues(
  needs: VerbNeeds,
  tenantId: string,
): Promise<{ personId: string; name: string }[]> {
  const clinicians = await needs.listClinicians(tenantId);
  return clinicians
    .map(({ personKey, name }) => ({ personId: shownId(needs, tenantId, personKey), name }))
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

export async function findColleague(
  needs: VerbNeeds,
  tenantId: string,
  personId: string,
): Promise<{ personKey: string; name: string } | null> {
  const clinicians = await needs.listClinicians(tenantId);
  return clinicians.find(({ personKey }) => shownId(needs, tenantId, personKey) === personId) ?? null;
}
