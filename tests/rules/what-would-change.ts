// Vignettes: what a biller is told would change the answer. The next step of every count, and nothing that is shut out.
import type { Vignette } from './ask.ts';
import { ccm, checkIn, crisis, eVisit, rpm, therapy } from './service-facts.ts';
import { cannot, isNew, pays, seen } from './visit-facts.ts';

type Change = readonly [fact: string, to: string | number | boolean, gives: string];
const changes = (...told: Change[]): Record<string, unknown> => ({
  wouldChange: told.map(([fact, to, gives]) => ({ fact, to, gives })),
});
const AWAY: Change = ['patientPlace', 'other', 'place of service 02'];
const UNKNOWN: Change = ['patientPlace', 'other', 'needs-review'];

export const CHANGES: readonly Vignette[] = [
  [
    'the highest level: the minutes of the first prolonged unit',
    'prolonged/medicare/99215',
    seen({ totalMinutes: 68 }),
    'propose',
    { lines: '99215@10', ...changes(['totalMinutes', 69, 'G2212'], AWAY) },
  ],
  [
    'and of the next',
    'prolonged/medicare/99205',
    isNew({ totalMinutes: 104 }),
    'propose',
    { lines: '99205@10 G2212@10x2', ...changes(['totalMinutes', 119, 'G2212 × 3'], AWAY) },
  ],
  [
    'another payer’s first prolonged unit',
    'prolonged/other/99215',
    pays('Acme Health', { totalMinutes: 54 }),
    'propose-with-review',
    { lines: '99215-95@10', ...changes(['totalMinutes', 55, '99417'], AWAY) },
  ],
  [
    'the highest level by decision-making has no prolonged time',
    'em-level/99215',
    seen({ totalMinutes: 20, mdm: 'high' }),
    'propose',
    { lines: '99215@10', ...changes(AWAY) },
  ],
  [
    'a new patient by phone away from home: no check-in is offered, for it is not for them',
    'payer-rule/medicare-b/visit/audio/away',
    isNew({ ...cannot, patientPlace: 'work', totalMinutes: 20 }),
    'refuse',
    changes(['modality', 'video', 'the same by video']),
  ],
  [
    'check-in of four minutes',
    'care-code/98016',
    checkIn({ medicalDiscussionMinutes: 4 }),
    'refuse',
    changes(['medicalDiscussionMinutes', 5, '98016']),
  ],
  [
    'check-in of ten minutes',
    'care-code/98016',
    checkIn({ medicalDiscussionMinutes: 10 }),
    'propose',
    changes(['medicalDiscussionMinutes', 11, 'G2252']),
  ],
  [
    'e-visit of four minutes',
    'care-code/99421',
    eVisit({ cumulativeMinutes7Days: 4 }),
    'refuse',
    changes(['cumulativeMinutes7Days', 5, '99421']),
  ],
  [
    'e-visit at its last step',
    'care-code/99423',
    eVisit({ cumulativeMinutes7Days: 21 }),
    'propose-with-review',
    changes(),
  ],
  [
    'psychotherapy of fifteen minutes',
    'psychotherapy/90832',
    therapy({ totalMinutes: 15 }),
    'refuse',
    changes(['totalMinutes', 16, '90832']),
  ],
  [
    'psychotherapy of 37 minutes',
    'psychotherapy/90832',
    therapy({ totalMinutes: 37 }),
    'propose-with-review',
    changes(['totalMinutes', 38, '90834'], UNKNOWN),
  ],
  [
    'a crisis of 29 minutes is long enough for psychotherapy',
    'psychotherapy/90839',
    crisis({ totalMinutes: 29 }),
    'refuse',
    changes(['totalMinutes', 30, '90839'], ['service', 'psychotherapy', '90832']),
  ],
  [
    'a crisis of 15 minutes is not',
    'psychotherapy/90839',
    crisis({ totalMinutes: 15 }),
    'refuse',
    changes(['totalMinutes', 30, '90839']),
  ],
  [
    'a crisis of 74 minutes',
    'psychotherapy/90840',
    crisis({ totalMinutes: 74 }),
    'propose-with-review',
    changes(['totalMinutes', 75, '90840'], UNKNOWN),
  ],
  [
    'a crisis of 104 minutes',
    'psychotherapy/90840',
    crisis({ totalMinutes: 104 }),
    'propose-with-review',
    changes(['totalMinutes', 105, '90840 × 2'], UNKNOWN),
  ],
  [
    'home monitoring, one day and nine minutes',
    'care-code/99445',
    rpm({ deviceDays: 1, managementMinutes: 9 }),
    'refuse',
    changes(['deviceDays', 2, '99445'], ['managementMinutes', 10, '99470']),
  ],
  [
    'home monitoring, fifteen days and nineteen minutes, set-up not told',
    'care-code/99445',
    rpm({ deviceDays: 15, managementMinutes: 19 }),
    'propose',
    {
      lines: '99445@11 99470@11',
      ...changes(
        ['deviceDays', 16, '99454'],
        ['rpmSetup', true, '99453'],
        ['managementMinutes', 20, '99457'],
      ),
    },
  ],
  [
    'home monitoring, whole month, 59 minutes, no set-up',
    'care-code/99458',
    rpm({ deviceDays: 16, managementMinutes: 59, rpmSetup: false }),
    'propose',
    { lines: '99454@11 99457@11 99458@11', ...changes(['managementMinutes', 60, '99458 × 2']) },
  ],
  [
    'home monitoring, nobody spoke with the patient',
    'care-code/99457',
    rpm({ deviceDays: 0, managementMinutes: 25, interactiveContact: false }),
    'refuse',
    changes(['deviceDays', 2, '99445'], ['interactiveContact', true, '99457']),
  ],
  [
    'home monitoring, the device’s days billed already are not told again',
    'care-code/99454',
    rpm({ deviceDays: 10, managementMinutes: 20, rpmSetup: false, alreadyBilled: ['99445'] }),
    'propose',
    { lines: '99457@11', ...changes(['managementMinutes', 40, '99458']) },
  ],
  [
    'chronic care, 19 minutes',
    'care-code/99490',
    ccm({ staffMinutes: 19 }),
    'refuse',
    changes(['staffMinutes', 20, '99490'], ['clinicianMinutes', 30, '99491']),
  ],
  [
    'chronic care, 59 minutes of the staff’s',
    'care-code/99439',
    ccm({ staffMinutes: 59, mdm: 'low' }),
    'propose-with-review',
    changes(['staffMinutes', 60, '99439 × 2']),
  ],
  [
    'chronic care, 60: no third further twenty',
    'care-code/99439',
    ccm({ staffMinutes: 60, mdm: 'low' }),
    'propose-with-review',
    changes(),
  ],
  [
    'chronic care, 89 complex minutes',
    'care-code/99487',
    ccm({ staffMinutes: 89, mdm: 'high' }),
    'propose-with-review',
    {
      ...changes(['staffMinutes', 90, '99489']),
      alternatives: [{ separatedBy: 'it counts the staff’s minutes; a month is counted in one way only' }],
    },
  ],
  [
    'chronic care, the clinician’s own 59 minutes',
    'care-code/99491',
    ccm({ clinicianMinutes: 59 }),
    'propose-with-review',
    changes(['clinicianMinutes', 60, '99437']),
  ],
  [
    'chronic care, the clinician’s first half hour billed already',
    'care-code/99437',
    ccm({ clinicianMinutes: 60, alreadyBilled: ['99491'] }),
    'propose-with-review',
    { lines: '99437@11', ...changes(['clinicianMinutes', 90, '99437 × 2']) },
  ],
  [
    'chronic care, the staff’s first twenty billed already',
    'care-code/99439',
    ccm({ staffMinutes: 40, clinicianMinutes: 30, mdm: 'low', alreadyBilled: ['99490'] }),
    'propose-with-review',
    { lines: '99439@11', ...changes(['staffMinutes', 60, '99439 × 2']) },
  ],
  [
    'chronic care, the complex hour billed already: each way keeps its name',
    'care-code/99489',
    ccm({ staffMinutes: 90, mdm: 'high', alreadyBilled: ['99487'] }),
    'propose-with-review',
    { lines: '99489@11', alternatives: [], ...changes(['staffMinutes', 120, '99489 × 2']) },
  ],
  [
    'no chronic condition is care of no kind by the month',
    'care-code/99424',
    ccm({ chronicConditions: 0, staffMinutes: 40 }),
    'refuse',
    changes(),
  ],
  [
    'one condition, 30 minutes of the staff’s',
    'care-code/99426',
    ccm({ chronicConditions: 1, staffMinutes: 30, clinicianMinutes: 29 }),
    'refuse',
    changes(['service', 'care of one high-risk condition', '99426']),
  ],
];
