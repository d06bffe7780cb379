// What can be read of an entry of the tenants file, sound or spoilt: one wrong field must not hide what is
// wrong with the others. Says nothing about shapes (tenant-schema.ts) and judges nothing.
import { z } from 'zod';
import { type Door, ROLES } from '#domain/launch';
import { TenantId, VENDORS } from './tenant-schema.ts';

const Text = z.string().optional().catch(undefined);
const Texts = z
  .array(z.unknown())
  .catch([])
  .transform((list) => list.filter((one) => typeof one === 'string'));
const AuthPart = z.object({ method: Text, secretEnv: Text, keyFile: Text }).optional().catch(undefined);
const AppPart = z.object({ iss: Text, auth: AuthPart }).optional().catch(undefined);
const RulePart = z
  .object({ when: z.object({ fhirUser: Text }), role: z.enum(ROLES).optional().catch(undefined) })
  .optional()
  .catch(undefined);

const VideoPart = z
  .object({ provider: Text, secretEnv: Text, webhookSecretEnv: Text, apiUrl: Text })
  .optional()
  .catch(undefined);

const EntryPart = z.object({
  id: Text,
  vendor: z.enum(VENDORS).optional().catch(undefined),
  iss: Text,
  auth: AuthPart,
  redirectUri: Text,
  scopes: z.object({ ehr: Texts, patient: Texts, staff: Texts }).optional().catch(undefined),
  frameOrigins: Texts,
  endpointHosts: Texts,
  patientApp: AppPart,
  backend: AppPart,
  site: z.object({ location: Text, serviceProvider: Text }).optional().catch(undefined),
  roles: z.array(RulePart).catch([]),
  sandbox: z.boolean().catch(false),
  video: VideoPart,
});

export type AuthPart = NonNullable<z.infer<typeof AuthPart>>;

export interface TenantPart extends Omit<z.infer<typeof EntryPart>, 'scopes'> {
  /** What a sentence about it begins with: its id, or its place in the file where that is no id. */
  label: string;
  auths: [where: string, auth: AuthPart][];
  scopes: [door: Exclude<Door, 'guest'>, scopes: string[]][];
  /** FHIR users that role rules name. */
  ruleUsers: string[];
}

/** Place in the file, counted from one. */
export function labelOf(entry: unknown, at: number): string {
  const named = z.object({ id: TenantId }).safeParse(entry);
  return named.success ? named.data.id : `entry ${at + 1}`;
}

/** `null`: not even an object. */
export function readTenantPart(entry: unknown, at: number): TenantPart | null {
  const read = EntryPart.safeParse(entry);
  if (!read.success) return null;
  const { auth, patientApp, backend, scopes, roles } = read.data;
  const auths = { auth, 'patientApp.auth': patientApp?.auth, 'backend.auth': backend?.auth };
  return {
    ...read.data,
    label: labelOf(entry, at),
    auths: Object.entries(auths).flatMap(([where, one]) => (one ? [[where, one]] : [])),
    scopes: (['ehr', 'patient', 'staff'] as const).map((door) => [door, scopes?.[door] ?? []]),
    ruleUsers: roles.flatMap((rule) => rule?.when.fhirUser ?? []),
  };
}
