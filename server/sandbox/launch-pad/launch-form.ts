// What the launch pad's form says, read into a launch: everything a browser can send is a string or absent.
import type { LaunchOptions } from '#server/sandbox/contract';

export type Way = 'wide' | 'side' | 'window' | 'staff' | 'portal';
export type FormBody = Record<string, string | string[] | undefined>;

/** Scopes and types offered for withholding. */
export const WITHHOLDABLE = [
  'launch',
  'fhirUser',
  'online_access',
  'offline_access',
  'AllergyIntolerance',
  'Appointment',
  'Condition',
  'Coverage',
  'DocumentReference',
  'Encounter',
  'MedicationRequest',
  'Observation',
];

export function readWay(body: FormBody): Way {
  const ways: Way[] = ['wide', 'side', 'window', 'staff', 'portal'];
  return ways.find((way) => way === body.how) ?? 'wide';
}

/** In the chart the EHR shows its own patient banner; in a window of its own the app has to. */
export function readOptions(body: FormBody, way: Way): LaunchOptions {
  const extra = String(body.withholdMore ?? '')
    .split(/[\s,]+/)
    .filter(Boolean);
  const withholdScopes = [...[body.withhold ?? []].flat(), ...extra];
  const banner =
    { yes: true, no: false, untold: undefined }[String(body.banner)] ??
    (body.banner === 'untold' ? undefined : way === 'window');
  const intent = String(body.intent ?? '').trim();
  return {
    ...(banner !== undefined && { needPatientBanner: banner }),
    ...(withholdScopes.length > 0 && { withholdScopes }),
    ...((body.style === 'v1' || body.style === 'v2') && { scopeStyle: body.style }),
    ...(body.noRefreshToken && { noRefreshToken: true }),
    ...(body.noFhirUser && { noFhirUser: true }),
    ...(intent && { intent }),
  };
}
