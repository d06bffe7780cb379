// Words that rules and packs share: levels, payers, services, USPS codes of places and their time zones.

/** In rising order. */
export const MDM_LEVELS = ['straightforward', 'low', 'moderate', 'high'] as const;
export type MdmLevel = (typeof MDM_LEVELS)[number];

export const PAYER_KINDS = [
  'medicare-b',
  'medicare-advantage',
  'medicaid',
  'commercial',
  'self-pay',
  'va',
  'fqhc-medicare',
  'rhc-medicare',
] as const;

export const SERVICES = [
  'office-visit',
  'psychotherapy',
  'psychotherapy-crisis',
  'group-psychotherapy',
  'virtual-check-in',
  'e-visit',
  'rpm-month',
  'ccm-month',
] as const;

/** `none`: nobody met, as in care by the month. */
export const MODALITIES = ['video', 'audio', 'message', 'none'] as const;

const E = 'America/New_York';
const C = 'America/Chicago';
const M = 'America/Denver';
const P = 'America/Los_Angeles';

/**
 * Every place with a USPS code, and the time zones people live in there (IANA). A day counts as reached
 * or past in a place of two zones when it is so in either; see decision 0020.
 */
export const STATE_ZONES = {
  AL: [C],
  AK: ['America/Anchorage', 'America/Adak'],
  AZ: ['America/Phoenix', M],
  AR: [C],
  CA: [P],
  CO: [M],
  CT: [E],
  DE: [E],
  DC: [E],
  FL: [E, C],
  GA: [E],
  HI: ['Pacific/Honolulu'],
  ID: [M, P],
  IL: [C],
  IN: [E, C],
  IA: [C],
  KS: [C, M],
  KY: [E, C],
  LA: [C],
  ME: [E],
  MD: [E],
  MA: [E],
  MI: [E, C],
  MN: [C],
  MS: [C],
  MO: [C],
  MT: [M],
  NE: [C, M],
  NV: [P, M],
  NH: [E],
  NJ: [E],
  NM: [M],
  NY: [E],
  NC: [E],
  ND: [C, M],
  OH: [E],
  OK: [C],
  OR: [P, M],
  PA: [E],
  RI: [E],
  SC: [E],
  SD: [C, M],
  TN: [C, E],
  TX: [C, M],
  UT: [M],
  VT: [E],
  VA: [E],
  WA: [P],
  WV: [E],
  WI: [C],
  WY: [M],
  AS: ['Pacific/Pago_Pago'],
  FM: ['Pacific/Chuuk', 'Pacific/Pohnpei'],
  GU: ['Pacific/Guam'],
  MH: ['Pacific/Majuro'],
  MP: ['Pacific/Guam'],
  PR: ['America/Puerto_Rico'],
  PW: ['Pacific/Palau'],
  VI: ['America/St_Thomas'],
} as const satisfies Record<string, readonly string[]>;

export type StateCode = keyof typeof STATE_ZONES;
export const STATE_CODES = Object.keys(STATE_ZONES) as [StateCode, ...StateCode[]];

const TERRITORIES: readonly StateCode[] = ['AS', 'FM', 'GU', 'MH', 'MP', 'PR', 'PW', 'VI'];
/** Neither one of the fifty states nor the District of Columbia. */
export const isTerritory = (state: StateCode): boolean => TERRITORIES.includes(state);
