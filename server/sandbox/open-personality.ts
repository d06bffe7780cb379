// Opens one personality on the sandbox's origin: its FHIR server and its authorization server, each knowing
// the other through one function, and where both are mounted.
import type { Express } from 'express';
import {
  type Authorization,
  createAuthorization,
  listDefaultClients,
  TRAITS,
} from '#server/sandbox/authorization';
import {
  FHIR_PATH,
  PATIENT_FHIR_PATH,
  type PersonalityName,
  type SandboxClient,
  type SandboxLog,
  type SandboxSeed,
} from '#server/sandbox/contract';
import { createFhirServer, type FhirServer } from '#server/sandbox/fhir';
import type { PadRealm } from '#server/sandbox/launch-pad';
import { underSecondAddress } from './second-address.ts';

export interface Personality {
  name: PersonalityName;
  authorization: Authorization;
  fhir: FhirServer;
}

export interface PersonalityOptions {
  origin: string;
  seed: SandboxSeed;
  dataFolder: string;
  appUrl: string;
  /** Further registered apps. */
  clients: SandboxClient[];
  log: SandboxLog;
  now: () => Date;
}

export async function openPersonality(
  name: PersonalityName,
  options: PersonalityOptions,
): Promise<Personality> {
  const { origin, seed, dataFolder, log, now } = options;
  const opened: { authorization?: Authorization } = {};
  const fhir = await createFhirServer({
    personality: name,
    baseUrl: origin + FHIR_PATH[name],
    seed,
    dataFolder,
    verifyToken: async (asked, bearer) =>
      asked === name ? opened.authorization?.verifyToken(bearer) : undefined,
    log,
    now,
  });
  const authorization = await createAuthorization({
    personality: name,
    origin,
    dataFolder,
    clients: [...listDefaultClients(options.appUrl), ...options.clients],
    people: seed.people,
    reader: fhir.reader,
    now: () => now().getTime(),
    log,
  });
  opened.authorization = authorization;
  return { name, authorization, fhir };
}

export function mountPersonality(app: Express, { name, authorization, fhir }: Personality): void {
  const { origin } = authorization.addresses;
  app.use(authorization.router);
  app.use(FHIR_PATH[name], fhir.handle);
  const second = PATIENT_FHIR_PATH[name];
  if (second) app.use(second, underSecondAddress(fhir.handle, origin + FHIR_PATH[name], origin + second));
}

/** What the launch pad may show and do. */
export function describePersonality({ name, authorization, fhir }: Personality): PadRealm {
  const { fhirBase, issuer, authorize, token } = authorization.addresses;
  return {
    reader: fhir.reader,
    addresses: {
      'FHIR base (iss, aud)': fhirBase.provider,
      ...(fhirBase.patient !== fhirBase.provider && { 'FHIR base for patients’ apps': fhirBase.patient }),
      Discovery: `${fhirBase.provider}/.well-known/smart-configuration`,
      'Issuer of id_tokens': issuer,
      Authorize: authorize.provider,
      ...(authorize.patient !== authorize.provider && { 'Authorize for patients’ apps': authorize.patient }),
      Token: token,
    },
    traits: Object.values(TRAITS).map((rows) => ({ says: rows[name].says, source: rows[name].source })),
    listClients: authorization.clients.list,
    accepted: fhir.accepted,
    mintLaunch: authorization.mintLaunch,
    logOut: authorization.logOut,
  };
}

export async function closePersonality({ authorization, fhir }: Personality): Promise<void> {
  authorization.close();
  await fhir.close();
}
