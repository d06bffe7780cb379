// Who somebody is by the EHR's own records: the name to show, and the codes of their PractitionerRoles for
// the tenant's mapping. What cannot be read is absent; a launch does not fail for it.
import type {
  HumanName,
  Patient,
  Practitioner,
  PractitionerRole,
  RelatedPerson,
  Resource,
} from '@medplum/fhirtypes';
import type { FhirUser } from '#domain/launch';
import type { Log } from '#server/http';
import type { PersonFacts, ReadPerson } from '#server/smart';
import type { EhrChannel, Line } from './ehr-channel.ts';

interface PersonNeeds extends Pick<EhrChannel, 'read' | 'search'> {
  log: Log;
}

export async function readPersonOver(
  needs: PersonNeeds,
  { tenant, fhirBase, accessToken, fhirUser, wantsRole }: Parameters<ReadPerson>[0],
): Promise<PersonFacts> {
  const line: Line = { tenant, fhirBase, accessToken };
  const quietly = async <Value>(reading: Promise<Value>, otherwise: Value): Promise<Value> => {
    try {
      return await reading;
    } catch (cause) {
      const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
      needs.log.warn({ tenant: tenant.id, code, type: fhirUser.type }, 'a person’s record could not be read');
      return otherwise;
    }
  };
  // Both at once: one wave, not two.
  const [record, roles] = await Promise.all([
    quietly<Resource | null>(needs.read(line, fhirUser.type, fhirUser.id), null),
    wantsRole && fhirUser.type === 'Practitioner'
      ? quietly(needs.search(line, 'PractitionerRole', { practitioner: fhirUser.id }), [])
      : [],
  ]);
  const own = record?.resourceType === 'PractitionerRole' && record.id === fhirUser.id ? [record] : [];
  return {
    name: nameOf(record, fhirUser),
    roleCodes: [...own, ...roles].flatMap((role) => listRoleCodes(role, fhirUser)),
  };
}

/** Only of this very practitioner, and only while active. */
function listRoleCodes(resource: Resource, fhirUser: FhirUser): string[] {
  if (resource.resourceType !== 'PractitionerRole') return [];
  const role = resource as PractitionerRole;
  const isTheirs =
    fhirUser.type === 'PractitionerRole' || role.practitioner?.reference?.endsWith(fhirUser.reference);
  if (!isTheirs || role.active === false) return [];
  return (role.code ?? [])
    .flatMap((concept) => concept.coding ?? [])
    .flatMap(({ code }) => (code ? [code] : []));
}

function nameOf(record: Resource | null, fhirUser: FhirUser): string | null {
  if (!record || record.id !== fhirUser.id) return null;
  if (record.resourceType === 'PractitionerRole')
    return (record as PractitionerRole).practitioner?.display ?? null;
  const names: HumanName[] | undefined = (record as Practitioner | Patient | RelatedPerson).name;
  const name = names?.find(({ use }) => use === 'official') ?? names?.[0];
  if (!name) return null;
  const parts = [...(name.prefix ?? []), ...(name.given ?? []), name.family, ...(name.suffix ?? [])];
  return (name.text ?? parts.filter(Boolean).join(' ')).slice(0, 200) || null;
}
