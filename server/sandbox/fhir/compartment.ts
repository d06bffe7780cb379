// Which patients a resource belongs to: the patient compartment of R4 (CompartmentDefinition/patient).
// Must not know scopes or storage.
import type { Resource } from '@medplum/fhirtypes';
import type { Definitions } from './definitions.ts';
import { kindOf, readIndexValues } from './index-values.ts';

/** Ids of the patients whose compartment holds the resource. */
export type PatientsOf = (resource: Resource) => ReadonlySet<string>;

/** Answers are kept for as long as the resource is: resources never change in place. */
export function readCompartments(definitions: Definitions): PatientsOf {
  const known = new WeakMap<Resource, ReadonlySet<string>>();
  return (resource) => {
    let patients = known.get(resource);
    if (!patients) {
      patients = findPatients(resource, definitions.compartmentParams(resource.resourceType));
      known.set(resource, patients);
    }
    return patients;
  };
}

function findPatients(resource: Resource, params: readonly string[]): ReadonlySet<string> {
  if (resource.resourceType === 'Patient') {
    return new Set([resource.id ?? '']);
  }
  const targets = params
    .filter((param) => kindOf(resource.resourceType, param) === 'reference')
    .flatMap((param) => readIndexValues(resource, param))
    .flatMap((value) =>
      value.kind === 'reference' && value.target.startsWith('Patient/') ? [value.target.slice(8)] : [],
    );
  return new Set(targets);
}
