// The rule against the second count: 100,000 cases from a seeded generator, every one compared.
import { expect, it } from 'vitest';
import { type ChargeFacts, decideCharge } from '../../src/domain/billing/index.ts';
import { MDM_LEVELS } from '../../src/domain/rules/index.ts';
import { SHIPPED } from './ask.ts';
import { countChronic, countMonitoring, countVisit } from './second-count.ts';

const SEED = 20261122;
const CASES = 100_000;

/** Lehmer's generator: the same numbers on every machine. */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

const PAYERS = {
  medicare: { kind: 'medicare-b' },
  united: { kind: 'commercial', name: 'UHC' },
  adopter: { kind: 'commercial', name: 'Commercial adopting CPT 2025' },
} as const;
const base = { id: 'r', serviceDate: '2026-11-20', patientPlace: 'home' } as const;

function codesOf(facts: ChargeFacts): string {
  return decideCharge(facts, SHIPPED.packs)
    .lines.map(({ code, units }) => (units === 1 ? code : `${code}x${units}`))
    .join(' ');
}

it(`agrees with the second count in ${CASES} cases of seed ${SEED}`, () => {
  const below = numbersFrom(SEED);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  const some = (codes: readonly string[]): string[] => codes.filter(() => below(6) === 0);
  const differ: object[] = [];
  let visits = 0;
  let empty = 0;
  for (let at = 0; at < CASES; at += 1) {
    const kind = below(4);
    let [facts, expected]: [object, string] = [{}, ''];
    if (kind <= 1) {
      visits += 1;
      const payer = pick(['medicare', 'united', 'adopter'] as const);
      const said = {
        patientIsNew: below(2) === 0,
        ...(below(5) > 0 && { totalMinutes: below(200) }),
        ...(below(3) > 0 && { mdm: pick(MDM_LEVELS) }),
      };
      facts = { ...base, service: 'office-visit', modality: 'video', payer: PAYERS[payer], ...said };
      expected = countVisit({ ...said, payer });
    } else if (kind === 2) {
      const said = {
        deviceDays: below(31),
        managementMinutes: below(130),
        interactiveContact: below(4) > 0,
        rpmSetup: below(3) === 0,
        alreadyBilled: some(['99453', '99445', '99454', '99470', '99457', '99458', '99091']),
      };
      facts = { ...base, service: 'rpm-month', modality: 'none', payer: PAYERS.medicare, ...said };
      expected = countMonitoring(said);
    } else {
      const said = {
        staffMinutes: below(200),
        clinicianMinutes: below(150),
        mdm: pick(MDM_LEVELS),
        alreadyBilled: some(['99439', '99489', '99437', '99490', 'G0557', '99424']),
      };
      facts = {
        ...base,
        service: 'ccm-month',
        modality: 'none',
        payer: PAYERS.medicare,
        chronicConditions: 2,
        ...said,
      };
      expected = countChronic(said);
    }
    const found = codesOf(facts as ChargeFacts);
    if (expected === '') empty += 1;
    if (found !== expected) differ.push({ facts, found, expected });
  }
  expect(differ.slice(0, 3)).toEqual([]);
  // The generator reaches all kinds, and both sides of "nothing can be billed".
  expect(visits).toBeGreaterThan(CASES / 3);
  expect(empty).toBeGreaterThan(CASES / 50);
  expect(empty).toBeLessThan(CASES / 2);
});
