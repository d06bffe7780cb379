// The embedded sandbox EHR as tenants: three personalities, each registered as a hospital would be.
import { type Tenant, TenantEntry } from './tenant-schema.ts';

/** Where a personality answers; the patient's base where it is another one (Oracle Health's personas). */
interface SandboxPlace {
  id: string;
  name: string;
  vendor: Tenant['vendor'];
  iss: string;
  patientIss?: string;
  /** What its analyst decided about what is written there. */
  site?: Record<string, unknown>;
}

/** The sandbox's clinic codes its PractitionerRoles in the words of product.md; `observer` has no role here. */
const STAFF_ROLES: readonly Tenant['roles'][number]['role'][] = [
  'clinician',
  'nurse',
  'biller',
  'supervisor',
  'privacy-officer',
  'tech-admin',
];

function sandboxPlaces(origin: string): SandboxPlace[] {
  return [
    { id: 'sandbox', name: 'Sandbox General', vendor: 'generic', iss: `${origin}/fhir` },
    { id: 'sandbox-epic', name: 'Sandbox Epic', vendor: 'epic', iss: `${origin}/epic/fhir` },
    {
      id: 'sandbox-oracle',
      name: 'Sandbox Oracle Health',
      vendor: 'oracle',
      iss: `${origin}/oracle/fhir`,
      patientIss: `${origin}/oracle/patient/fhir`,
      site: {
        location: 'Location/harborlight-virtual',
        billCodeSystem: `${origin}/oracle/CodeSystem/BillCodes-CPT`,
        billCodeSchedule: { system: `${origin}/oracle/codeSet/14002`, code: '1' },
      },
    },
  ];
}

/** `sandboxOrigin`: where it listens, e.g. `http://127.0.0.1:8081`. */
export function sandboxTenants({ sandboxOrigin: origin }: { sandboxOrigin: string }): Tenant[] {
  const auth = { method: 'private_key_jwt' };
  return sandboxPlaces(origin).map((place) =>
    TenantEntry.parse({
      id: place.id,
      name: place.name,
      vendor: place.vendor,
      iss: place.iss,
      clientId: 'webside',
      auth,
      patientApp: { ...(place.patientIss && { iss: place.patientIss }), clientId: 'webside-patient', auth },
      backend: { clientId: 'webside-backend', auth },
      frameOrigins: [origin],
      roles: STAFF_ROLES.map((role) => ({ when: { practitionerRoleCode: role }, role })),
      sandbox: true,
      // Its credentialing office checks every licence with the board before it enters one.
      site: {
        qualificationsAreVerified: true,
        noteType: '11506-3',
        // Neither exists in the sandbox: what people are asked, and what a clinician then reads, can be seen.
        listening: [
          { purpose: 'recording', label: 'Room recorder' },
          { purpose: 'ai-listening', label: 'Harborlight scribe' },
        ],
        ...place.site,
      },
    }),
  );
}
