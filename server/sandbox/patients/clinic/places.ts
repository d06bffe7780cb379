// Where the sandbox's care happens: the organization and its places, one of them virtual.
import type { Location, Organization } from '@medplum/fhirtypes';
import { coding, concept, hl7, usCore } from '#server/sandbox/patients/terms';

const CLINIC_ADDRESS = {
  line: ['12 Example Wharf'],
  city: 'Amesbury',
  state: 'MA',
  postalCode: '01913',
  country: 'US',
};

export function buildPlaces(): (Organization | Location)[] {
  return [
    {
      resourceType: 'Organization',
      id: 'harborlight',
      meta: { profile: [usCore('us-core-organization')] },
      active: true,
      type: [concept('Healthcare provider', coding(hl7('organization-type'), 'prov', 'Healthcare Provider'))],
      name: 'Harborlight Health',
      telecom: [{ system: 'phone', value: '978-555-0100' }],
      address: [CLINIC_ADDRESS],
    },
    place('harborlight-amesbury', 'Harborlight Amesbury clinic', 'instance', 'OF', 'Outpatient facility'),
    place('harborlight-dialysis', 'Harborlight dialysis unit', 'instance', 'OF', 'Outpatient facility'),
    // "kind" and no address: a video visit has no door.
    place('harborlight-virtual', 'Harborlight video visits', 'kind', 'PTRES', "Patient's Residence"),
  ];
}

function place(id: string, name: string, mode: 'instance' | 'kind', code: string, display: string): Location {
  return {
    resourceType: 'Location',
    id,
    meta: { profile: [usCore('us-core-location')] },
    status: 'active',
    name,
    mode,
    type: [concept(display, coding(hl7('v3-RoleCode'), code, display))],
    telecom: [{ system: 'phone', value: '978-555-0100' }],
    ...(mode === 'instance' ? { address: CLINIC_ADDRESS } : {}),
    managingOrganization: { reference: 'Organization/harborlight', display: 'Harborlight Health' },
  };
}
