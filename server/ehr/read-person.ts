// Who somebody is by the EHR's own records: the name to show, and the codes of their PractitionerRoles for
// the tenant's mapping. What cannot be read is absent; a launch does not fail for it.
import type { Resource } from '@medplum/fhirtypes';
import { type FhirUser, readFhirUser } from '#domain/launch';
import type { Log } from '#server/http';
import type { PersonFacts, ReadPerson } from '#server/smart';
import type { Line } from './addresses.ts';
import type { EhrChannel } from './ehr-channel.ts';
import { isReadablePerson, isReadableRole } from './person-shape.ts';

interface PersonNeeds extends Pick<EhrChannel, 'read' | 'search'> {
  log: Log;
  now: () => Date;
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
      needs.log.warn(
        { tenantId: tenant.id, code, kind: fhirUser.type },
        'a person’s record could not be read',
      );
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
    roleCodes: [...own, ...roles].flatMap((role) =>
      listRoleCodes(role, fhirUser, line.fhirBase, needs.now().toISOString()),
    ),
  };
}

/** Only of this very practitioner at this very server, and only while active. */
function listRoleCodes(resource: Resource, fhirUser: FhirUser, fhirBase: string, today: string): string[] {
  if (!isReadableRole(resource)) return [];
  const role = resource;
  const isTheirs =
    fhirUser.type === 'PractitionerRole' ||
    readFhirUser(role.practitioner?.reference, fhirBase)?.reference === fhirUser.reference;
  const isOver = role.period?.end !== undefined && role.period.end < today.slice(0, role.period.end.length);
  if (!isTheirs || role.active === false || isOver) return [];
  return (role.code ?? [])
    .flatMap((concept) => concept.coding ?? [])
    .flatMap(({ code }) => (code ? [code] : []));
}

function nameOf(record: Resource | null, fhirUser: FhirUser): string | null {
  if (record?.resourceType !== fhirUser.type || record.id !== fhirUser.id) return null;
  if (isReadableRole(record)) return record.practitioner?.display?.slice(0, 200) || null;
  if (!isReadablePerson(record)) return null;
  const name = record.name?.find(({ use }) => use === 'official') ?? record.name?.[0];
  if (!name) return null;
  const parts = [...(name.prefix ?? []), ...(name.given ?? []), name.family, ...(name.suffix ?? [])];
  return (name.text ?? parts.filter(Boolean).join(' ')).slice(0, 200) || null;
}
