// A second count of levels, prolonged units, months and exclusions, written from the tables by hand and in
// another way than the rule: ladders walked minute by minute, units counted by subtraction. Reads no pack.

export interface Counted {
  totalMinutes?: number;
  mdm?: string;
  patientIsNew: boolean;
  payer: 'medicare' | 'united' | 'adopter';
}

const TIMES: Record<string, string[]> = {
  new: ['15 99202 98000', '30 99203 98001', '45 99204 98002', '60 99205 98003'],
  seen: ['10 99212 98004', '20 99213 98005', '30 99214 98006', '40 99215 98007'],
};
const WORDS = ['straightforward', 'low', 'moderate', 'high'];

/** Codes with units, `99215 G2212x2`; empty where nothing is supported. */
export function countVisit({ totalMinutes, mdm, patientIsNew, payer }: Counted): string {
  const ladder = TIMES[patientIsNew ? 'new' : 'seen'] ?? [];
  let byTime = 0;
  for (const rung of ladder)
    if (totalMinutes !== undefined && totalMinutes >= Number(rung.split(' ')[0])) byTime += 1;
  const byMdm = mdm === undefined ? 0 : WORDS.indexOf(mdm) + 1;
  const level = Math.max(byTime, byMdm);
  if (level === 0) return '';
  const code = ladder[level - 1]?.split(' ')[payer === 'adopter' ? 2 : 1] ?? '';
  if (byTime < 4 || totalMinutes === undefined) return code;
  // Medicare counts from 15 minutes later than the others do.
  let left = totalMinutes - (patientIsNew ? 60 : 40) - (payer === 'medicare' ? 14 : 0);
  let units = 0;
  while (left >= 15) {
    left -= 15;
    units += 1;
  }
  return units === 0 ? code : `${code} ${times(payer === 'medicare' ? 'G2212' : '99417', units)}`;
}

export interface Monitored {
  deviceDays: number;
  managementMinutes: number;
  interactiveContact: boolean;
  rpmSetup: boolean;
  alreadyBilled: string[];
}

export function countMonitoring(month: Monitored): string {
  const { deviceDays: days, managementMinutes: minutes, alreadyBilled: billed } = month;
  const has = (...codes: string[]): boolean => codes.some((code) => billed.includes(code));
  const out: string[] = [];
  if (month.rpmSetup && days > 1 && !has('99453')) out.push('99453');
  if (days > 1 && !has('99445', '99454')) out.push(days > 15 ? '99454' : '99445');
  if (month.interactiveContact && minutes > 9) {
    const blocked = has('99470', '99457', '99091');
    if (minutes < 20) {
      if (!blocked) out.push('99470');
    } else {
      if (!blocked) out.push('99457');
      let more = 0;
      for (let reached = 40; reached <= minutes; reached += 20) more += 1;
      const hasBase = has('99457') || out.includes('99457');
      if (more > 0 && hasBase && !has('99458')) out.push(times('99458', more));
    }
  }
  return out.join(' ');
}

export interface Chronic {
  staffMinutes: number;
  clinicianMinutes: number;
  mdm: string;
  alreadyBilled: string[];
}

const APCM = ['G0556', 'G0557', 'G0558'];

export function countChronic({
  staffMinutes,
  clinicianMinutes,
  mdm,
  alreadyBilled: billed,
}: Chronic): string {
  const rivals = ['99487', '99490', '99491', '99424', '99426', ...APCM];
  // One of these in the month shuts the three bases; a base that was billed itself still takes its add-on.
  const isShut = rivals.some((code) => billed.includes(code));
  const ways: [boolean, string, string, number][] = [
    [
      staffMinutes >= 60 && ['moderate', 'high'].includes(mdm),
      '99487',
      '99489',
      whole(staffMinutes - 60, 30),
    ],
    [clinicianMinutes >= 30, '99491', '99437', whole(clinicianMinutes - 30, 30)],
    [staffMinutes >= 20, '99490', '99439', Math.min(whole(staffMinutes - 20, 20), 2)],
  ];
  for (const [isOpen, base, more, units] of ways) {
    if (!isOpen) continue;
    const added = units > 0 && !billed.includes(more) ? times(more, units) : '';
    if (!isShut) return [base, added].filter(Boolean).join(' ');
    if (billed.includes(base) && added) return added;
  }
  return '';
}

function whole(left: number, step: number): number {
  return left < step ? 0 : 1 + whole(left - step, step);
}

const times = (code: string, units: number): string => (units === 1 ? code : `${code}x${units}`);
