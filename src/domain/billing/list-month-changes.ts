// What would add to a month, or make one: the next step of each count. A count that was never told is named with its
// first step. Whether it comes out is proved elsewhere.
import type { WouldChange } from './charge-answer.ts';
import type { ChargeFacts } from './charge-question.ts';

const change = (fact: keyof ChargeFacts, to: number | boolean | string, gives: string): WouldChange => ({
  fact,
  to,
  gives,
});
const times = (code: string, units: number): string => (units === 1 ? code : `${code} × ${units}`);

export function listRpmChanges(facts: ChargeFacts): WouldChange[] {
  const { deviceDays: days = 0, managementMinutes: minutes = 0, interactiveContact, rpmSetup } = facts;
  const changes: WouldChange[] = [];
  if (days < 2) changes.push(change('deviceDays', 2, '99445'));
  else if (days < 16) changes.push(change('deviceDays', 16, '99454'));
  if (days >= 2 && rpmSetup === undefined) changes.push(change('rpmSetup', true, '99453'));
  // Without a live contact no minutes count: with too few of them, two facts would have to change.
  if (interactiveContact === false) {
    if (minutes >= 10) changes.push(change('interactiveContact', true, minutes < 20 ? '99470' : '99457'));
  } else if (minutes < 10) changes.push(change('managementMinutes', 10, '99470'));
  else if (minutes < 20) changes.push(change('managementMinutes', 20, '99457'));
  else {
    const more = Math.floor(minutes / 20);
    changes.push(change('managementMinutes', 20 * (more + 1), times('99458', more)));
  }
  return changes;
}

/** Whose minutes a code of chronic care counts. */
const WAYS: Readonly<Record<string, 'complex' | 'own' | 'staff'>> = {
  ...{ '99487': 'complex', '99489': 'complex', '99491': 'own', '99437': 'own' },
  ...{ '99490': 'staff', '99439': 'staff' },
};
const WHOSE = {
  complex: 'the staff’s minutes under complex decision-making',
  own: 'the clinician’s own minutes',
  staff: 'the staff’s minutes',
} as const;

/** What separates one way of counting the month from the others. */
export const sayWay = (code = ''): string =>
  `it counts ${WHOSE[WAYS[code] ?? 'staff']}; a month is counted in one way only`;

/** `code`: the first that the month is counted by; null where nothing reached one. */
export function listCcmChanges(facts: ChargeFacts, code: string | null): WouldChange[] {
  const { staffMinutes: staff = 0, clinicianMinutes: own = 0, mdm } = facts;
  const complex = staff >= 60 && mdm === undefined ? [change('mdm', 'moderate', '99487')] : [];
  if (code === null) return [change('staffMinutes', 20, '99490'), change('clinicianMinutes', 30, '99491')];
  const way = WAYS[code];
  if (way === 'complex') return [nextOf('staffMinutes', staff, 60, 30, '99489')];
  if (way === 'own') return [...complex, nextOf('clinicianMinutes', own, 30, 30, '99437')];
  if (staff >= 40 && staff < 60 && (mdm === 'moderate' || mdm === 'high'))
    return [change('staffMinutes', 60, '99487')];
  // At most two further twenties of the staff's.
  return staff >= 60 ? complex : [...complex, nextOf('staffMinutes', staff, 20, 20, '99439')];
}

function nextOf(
  fact: 'staffMinutes' | 'clinicianMinutes',
  minutes: number,
  after: number,
  each: number,
  code: string,
): WouldChange {
  const units = Math.floor((minutes - after) / each) + 1;
  return change(fact, after + each * units, times(code, units));
}

/** One condition alone is care of another kind, if it is of high risk: 30 minutes of either make a month of it. */
export function listOneCondition({
  chronicConditions,
  staffMinutes = 0,
  clinicianMinutes = 0,
}: ChargeFacts): WouldChange[] {
  if (chronicConditions !== 1) return [];
  const offer = (gives: string): WouldChange => ({
    ...{ fact: 'service', to: 'care of one high-risk condition', gives },
  });
  return [
    ...(clinicianMinutes >= 30 ? [offer('99424')] : []),
    ...(staffMinutes >= 30 ? [offer('99426')] : []),
  ];
}
