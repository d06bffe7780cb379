// Walter Nakamura: a record full of partial dates, brought over from paper. Lives in Vermont, in
// winter in Florida, where none of his usual clinicians is licensed.
import { staff } from '#server/sandbox/patients/clinic';
import {
  addAllergy,
  addCoverage,
  addImmunization,
  addLab,
  addMedication,
  addNote,
  addPanel,
  addProblem,
  addProcedure,
  addSmoking,
  addVisit,
  addVitals,
  bookVideoVisit,
  type Calendar,
  type Chart,
  openChart,
  referTo,
} from '#server/sandbox/patients/record';
import { ALLERGENS, DRUGS, PROBLEMS, PROCEDURES, REACTIONS, VACCINES } from '#server/sandbox/patients/terms';

export function walterNakamura(calendar: Calendar): Chart {
  const helen = staff('helenBrooks');
  const chart = openChart(calendar, {
    id: 'walter-nakamura',
    given: ['Walter', 'Kenji'],
    family: 'Nakamura',
    birthDate: '1951-07',
    sex: 'male',
    birthSex: 'M',
    mrn: '100109',
    races: ['asian'],
    ethnicity: 'notHispanic',
    address: { line: '18 Example Maple Hill', city: 'Brattleboro', state: 'VT', zip: '05301' },
    secondAddress: { line: '402 Example Palm Court', city: 'Naples', state: 'FL', zip: '34102' },
    phone: '802-555-0108',
    marital: 'D',
    generalPractitioner: helen,
  });
  const { workdayAgo } = calendar;

  addProblem(chart, PROBLEMS.hypertension, { onset: '2004', recorded: workdayAgo('2y') });
  addProblem(chart, PROBLEMS.sleepApnea, { onset: '2013-11', recorded: workdayAgo('2y') });
  addProblem(chart, PROBLEMS.lowBackPain, { onset: '1998', resolved: '2001-05', recorded: workdayAgo('2y') });
  addProblem(chart, PROBLEMS.osteoporosis, { recorded: workdayAgo('1y'), note: 'Onset not known.' });
  addAllergy(chart, ALLERGENS.sulfonamide, {
    onset: '1979',
    reaction: REACTIONS.rash,
    recorded: workdayAgo('2y'),
  });
  addMedication(chart, DRUGS.losartan50, { since: '2016', dose: '1 tablet once a day', by: helen });
  addMedication(chart, DRUGS.hydrochlorothiazide25, {
    since: '2019-03',
    dose: 'half a tablet once a day',
    by: helen,
  });
  addMedication(chart, DRUGS.alendronate70, {
    since: workdayAgo('1y'),
    dose: '1 tablet once a week, upright, with a full glass of water',
    by: helen,
  });
  addProcedure(chart, PROCEDURES.appendectomy, '1968');
  addProcedure(chart, PROCEDURES.colonoscopy, '2017-04');
  addProcedure(chart, PROCEDURES.boneDensity, workdayAgo('1y'));
  addImmunization(chart, VACCINES.tdap, '2015');
  addImmunization(chart, VACCINES.zoster, '2019-10');
  addImmunization(chart, VACCINES.influenza, workdayAgo('7w'));

  for (const [when, bloodPressure, sodium, potassium] of [
    ['2y', '148/84', '139', '4.3'],
    ['1y', '136/80', '136', '3.9'],
    ['5m', '132/78', '133', '3.4'],
  ] as const) {
    const on = workdayAgo(when);
    const visit = addVisit(chart, 'followUp', {
      on,
      by: helen,
      reason: 'Blood pressure',
      note: `Blood pressure ${bloodPressure}. Sodium ${sodium}, potassium ${potassium}.\n\nSleeps with CPAP. Walks daily when the weather allows.\n\nPlan: continue; watch sodium on the diuretic.`,
    });
    addVitals(chart, on, { bloodPressure, weight: '71.5', pulse: '64' }, { encounter: referTo(visit) });
    addPanel(chart, 'basicMetabolic', on, { sodium, potassium, creatinine: '1.00', egfr: '78' });
  }
  addLab(chart, 'inr', '1.0', workdayAgo('5m'));
  addNote(chart, 'history', {
    title: 'Summary of the paper chart',
    on: workdayAgo('2y'),
    by: helen,
    inline: true,
    text: 'Taken from the paper chart of a practice that has closed. Dates are as written there; some are a year only. Appendix out in 1968. Hypertension "since about 2004". Sleep study November 2013.',
  });
  addNote(chart, 'summary', {
    title: 'Summary from a hospital in Florida',
    on: workdayAgo('9m'),
    by: helen,
    form: 'cda',
    slug: 'outside-summary',
    text: 'Seen in the emergency department for dizziness. Sodium 131 mmol/L, given fluids, 134 mmol/L at discharge. ECG normal. Advised to see his own doctor about the diuretic.',
  });
  addSmoking(chart, 'former', workdayAgo('5m'));
  addCoverage(chart, 'medicare', { memberId: 'SBX-MED-0109', since: '2016-07' });
  bookVideoVisit(chart, {
    time: '13:30',
    with: helen,
    reason: 'Low sodium; where is he this winter?',
    encounter: 'planned',
  });
  return chart;
}
