// John Ellis and Jon Ellis: not related, nearly the same name, born on 9 May and 5 September of the
// same year. Whoever mixes them up will see it here.
import { staff } from '#server/sandbox/patients/clinic';
import {
  addAllergy,
  addCoverage,
  addMedication,
  addNoKnownAllergies,
  addPanel,
  addProblem,
  addSmoking,
  addVisit,
  addVitals,
  bookVideoVisit,
  type Calendar,
  type Chart,
  openChart,
  type Person,
  referTo,
} from '#server/sandbox/patients/record';
import { ALLERGENS, DRUGS, PROBLEMS, REACTIONS } from '#server/sandbox/patients/terms';

const SHARED = {
  family: 'Ellis',
  sex: 'male',
  birthSex: 'M',
  races: ['white'],
  ethnicity: 'notHispanic',
} satisfies Partial<Person>;

export function twoEllises(calendar: Calendar): Chart[] {
  return [johnEllis(calendar), jonEllis(calendar)];
}

function johnEllis(calendar: Calendar): Chart {
  const helen = staff('helenBrooks');
  const chart = openChart(calendar, {
    ...SHARED,
    id: 'john-ellis',
    given: ['John', 'Carter'],
    birthDate: '1972-05-09',
    mrn: '100111',
    address: { line: '14 Example Beach Road', city: 'Salisbury', state: 'MA', zip: '01952' },
    phone: '978-555-0151',
    marital: 'M',
    generalPractitioner: helen,
  });
  const { ago, workdayAgo } = calendar;
  addProblem(chart, PROBLEMS.hyperlipidemia, { onset: ago('4y'), by: helen });
  addAllergy(chart, ALLERGENS.penicillin, {
    reaction: REACTIONS.anaphylaxis,
    severity: 'severe',
    criticality: 'high',
    recorded: ago('20y'),
  });
  addMedication(chart, DRUGS.atorvastatin20, { since: ago('4y'), dose: '1 tablet at bedtime', by: helen });
  const visit = addVisit(chart, 'checkUp', {
    on: workdayAgo('1y'),
    by: helen,
    reason: 'Annual check-up',
    note: 'No complaints. Takes atorvastatin. Severe penicillin allergy confirmed with the patient.\n\nPlan: lipids today.',
  });
  addVitals(
    chart,
    workdayAgo('1y'),
    { bloodPressure: '126/78', weight: '86.0' },
    { encounter: referTo(visit) },
  );
  addPanel(chart, 'lipid', workdayAgo('1y'), {
    cholesterol: '168',
    triglycerides: '120',
    hdl: '47',
    ldl: '97',
  });
  addSmoking(chart, 'never', workdayAgo('1y'));
  addCoverage(chart, 'granite', { memberId: 'GMH-7720-0419', since: ago('8y') });
  // The EHR opened no encounter for it: the launch carries none.
  bookVideoVisit(chart, { time: '14:00', with: helen, reason: 'Sore throat', encounter: 'none' });
  return chart;
}

function jonEllis(calendar: Calendar): Chart {
  const marcus = staff('marcusReed');
  const chart = openChart(calendar, {
    ...SHARED,
    id: 'jon-ellis',
    given: ['Jon', 'Carter'],
    birthDate: '1972-09-05',
    mrn: '100112',
    address: { line: '41 Example Beach Road', city: 'Seabrook', state: 'NH', zip: '03874' },
    phone: '603-555-0151',
    marital: 'S',
    generalPractitioner: marcus,
  });
  const { ago, workdayAgo } = calendar;
  addProblem(chart, PROBLEMS.atrialFibrillation, { onset: ago('2y'), by: marcus });
  addProblem(chart, PROBLEMS.hypertension, { onset: ago('6y'), by: marcus });
  addNoKnownAllergies(chart, ago('1y'), marcus);
  addMedication(chart, DRUGS.apixaban5, { since: ago('2y'), dose: '1 tablet twice a day', by: marcus });
  addMedication(chart, DRUGS.metoprololSuccinate50, {
    since: ago('2y'),
    dose: '1 tablet once a day',
    by: marcus,
  });
  const visit = addVisit(chart, 'video', {
    on: workdayAgo('10m'),
    by: marcus,
    reason: 'Atrial fibrillation',
    note: 'No palpitations, no bleeding. Was in Florida at the time of the visit.\n\nPlan: continue.',
  });
  addVitals(
    chart,
    workdayAgo('10m'),
    { bloodPressure: '134/82', pulse: '66' },
    { encounter: referTo(visit) },
  );
  addPanel(chart, 'basicMetabolic', workdayAgo('10m'), {
    potassium: '4.4',
    creatinine: '0.90',
    sodium: '141',
  });
  addSmoking(chart, 'former', workdayAgo('10m'));
  addCoverage(chart, 'tidewater', { memberId: 'TBT-33915-01', since: ago('3y') });
  // He is in New Hampshire, his clinician is licensed in California and Florida.
  bookVideoVisit(chart, { time: '14:30', with: marcus, reason: 'Palpitations', encounter: 'planned' });
  return chart;
}
