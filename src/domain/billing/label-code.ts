// Our own short words for codes, modifiers and places of service: the site's, else ours from what a pack's row says.
// Nobody's copyrighted descriptions.
import { listRows, type MdmLevel, type RulePacks } from '#domain/rules';

const LEVEL: Readonly<Record<MdmLevel, string>> = {
  straightforward: 'straightforward',
  low: 'low',
  moderate: 'moderate',
  high: 'high',
};
const FAMILY = {
  office: 'visit',
  av: 'video visit (2025 codes)',
  audio: 'audio visit (2025 codes)',
} as const;
const THERAPY = {
  alone: 'psychotherapy',
  'with-visit': 'psychotherapy beside a visit',
  crisis: 'crisis psychotherapy',
  'crisis-more': 'crisis psychotherapy, further time',
  group: 'group psychotherapy',
  evaluation: 'psychiatric evaluation',
} as const;
const PLACE = {
  home: 'telehealth, patient at home',
  away: 'telehealth, patient elsewhere',
  office: 'office',
} as const;

/** `site`: the site's own words, by code. A code nobody has words for is not in the answer. */
export function labelCodes(
  codes: readonly string[],
  packs: RulePacks,
  site: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const known = codes.flatMap((code) => {
    const label = site[code] ?? labelOf(code, packs);
    return label === null ? [] : [[code, label] as const];
  });
  return Object.fromEntries(known);
}

function labelOf(code: string, packs: RulePacks): string | null {
  const of = <K extends Parameters<typeof listRows>[1]>(kind: K) =>
    listRows(packs, kind).find(([row]) => row.key === code)?.[0];
  const level = of('em-level')?.value;
  if (level) {
    const who = level.isNew ? 'New patient' : 'Established patient';
    return `${who}, ${FAMILY[level.family]}, ${LEVEL[level.mdm]} – ${level.minutes} min`;
  }
  const therapy = of('psychotherapy')?.value;
  if (therapy) return withMinutes(THERAPY[therapy.use], therapy.min);
  const care = of('care-code')?.value;
  if (care) return care.label;
  if (listRows(packs, 'prolonged').some(([row]) => row.value.addOn === code))
    return 'Prolonged time beyond the highest level';
  const place = of('place-code')?.value;
  return of('modifier')?.value.label ?? (place ? PLACE[place.place] : null);
}

const withMinutes = (words: string, min: number | null): string =>
  `${words.charAt(0).toUpperCase()}${words.slice(1)}${min === null ? '' : `, from ${min} min`}`;
