// The shape of one EHR in a tenants file (contracts/run.md). Shape only: what two entries, or an entry
// and the house, must agree on is in tenant-faults.ts.
import { z } from 'zod';
import { ROLES } from '#domain/launch';
import { Site } from './site-schema.ts';

export const VENDORS = ['epic', 'oracle', 'generic'] as const;

/** In addresses (`/smart/callback/<id>`), so a narrow grammar. */
export const TenantId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'must be lower-case letters, digits and hyphens, at most 40');

const Auth = z.discriminatedUnion(
  'method',
  [
    z.strictObject({
      method: z.literal('private_key_jwt'),
      /** A private JWK or a JWK set; without it the app's own keys. */
      keyFile: z.string().min(1).optional(),
    }),
    z.strictObject({ method: z.literal('client_secret_basic'), secretEnv: z.string().min(1) }),
    z.strictObject({ method: z.literal('none') }),
  ],
  {
    error: ({ code }) =>
      code === 'invalid_union' ? 'must be one of private_key_jwt, client_secret_basic, none' : undefined,
  },
);

const Scopes = z.array(z.string().regex(/^[\x21-\x7e]+$/, 'must be one scope, without spaces')).min(1);

const RoleRule = z.strictObject({
  when: z
    .strictObject({
      fhirUser: z.string().min(1).optional(),
      claim: z.tuple([z.string().min(1), z.string()]).optional(),
      practitionerRoleCode: z.string().min(1).optional(),
    })
    .refine(
      (when) => Object.keys(when).length > 0,
      'must name at least one of fhirUser, claim, practitionerRoleCode',
    ),
  role: z.enum(ROLES).refine((role) => !['patient', 'proxy', 'guest'].includes(role), {
    message: 'may not be patient, proxy or guest: these are never given by a mapping',
  }),
});

const Video = z.discriminatedUnion(
  'provider',
  [
    z.strictObject({
      provider: z.literal('peer'),
      /** Media never go straight, so that no address is told to the other side. Needs a TURN server. */
      relayOnly: z.boolean().default(false),
    }),
    z.strictObject({
      provider: z.literal('daily'),
      /** Variable that holds the account's API key. */
      secretEnv: z.string().min(1),
      /** Variable that holds the webhook's secret (base64); without it Daily's words are not listened to. */
      webhookSecretEnv: z.string().min(1).optional(),
      /** Where a proxy of the site's own leads to Daily's API. */
      apiUrl: z.string().default('https://api.daily.co/v1'),
    }),
  ],
  { error: ({ code }) => (code === 'invalid_union' ? 'must be one of peer, daily' : undefined) },
);

export const TenantEntry = z.strictObject({
  id: TenantId,
  name: z.string().min(1).max(120),
  vendor: z.enum(VENDORS),
  /** The FHIR base, character by character as the EHR sends it. */
  iss: z.string(),
  clientId: z.string().min(1),
  auth: Auth,
  /** As registered, character by character, where a proxy in front has another address than PUBLIC_URL. */
  redirectUri: z.string().optional(),
  scopes: z
    .strictObject({ ehr: Scopes.optional(), patient: Scopes.optional(), staff: Scopes.optional() })
    .optional(),
  /** Origins (`https://ehr.example`) whose pages may frame this tenant's app. */
  frameOrigins: z.array(z.string()),
  patientApp: z
    .strictObject({ iss: z.string().optional(), clientId: z.string().min(1), auth: Auth })
    .optional(),
  backend: z.strictObject({ clientId: z.string().min(1), auth: Auth }).optional(),
  /** Hosts (`auth.ehr.example`, `:port` allowed) besides the iss's own where OAuth endpoints may be. */
  endpointHosts: z.array(z.string()).default([]),
  searchLagSeconds: z.number().int().min(0).max(86_400).default(60),
  callsPerMinute: z.number().int().min(1).optional(),
  maxParallel: z.number().int().min(1).max(256).default(16),
  roles: z.array(RoleRule).default([]),
  sandbox: z.boolean().default(false),
  /** The EHR answers from a private network address (10/8, 172.16/12 …). */
  privateNetwork: z.boolean().default(false),
  video: Video.optional(),
  site: Site.optional(),
  hl7v2: z
    .strictObject({
      host: z.string().min(1),
      port: z.number().int().min(1).max(65_535),
      tls: z.boolean(),
      sendingApplication: z.string(),
      sendingFacility: z.string(),
      receivingApplication: z.string(),
      receivingFacility: z.string(),
    })
    .optional(),
});

/** One EHR installation, checked, defaults filled in. */
export type Tenant = z.infer<typeof TenantEntry>;
export type ClientAuth = Tenant['auth'];
export type VideoSettings = NonNullable<Tenant['video']>;
