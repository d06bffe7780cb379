// Grace Oyelaran: a record that needs reading with care. The same problem twice, a medicine ordered
// twice, an allergy and a potassium value entered in error (they were another patient's), an
// amended result, a note replaced by a corrected one. Her visit is with a clinician whose licence has ended.
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
  addSmoking,
  addVisit,
  addVitals,
  bookVideoVisit,
  type Calendar,
  type Chart,
  openChart,
  referTo,
} from '#server/sandbox/patients/record';
import { ALLERGENS, DRUGS, PROBLEMS, REACTIONS, VACCINES } from '#server/sandbox/patients/terms';

export function graceOyelaran(calendar: Calendar): Chart {
  const victor = staff('victorStone');
  const chart = openChart(calendar, {
    id: 'grace-oyelaran',
    given: ['Grace', 'Adaeze'],
    family: 'Oyelaran',
    birthDate: '1974-01-31',
    sex: 'female',
    birthSex: 'F',
    mrn: '100110',
    races: ['black'],
    ethnicity: 'notHispanic',
    address: { line: '66 Example Merrimack Street', city: 'Haverhill', state: 'MA', zip: '01830' },
    phone: '978-555-0188',
    email: 'grace.oyelaran@people.example',
    marital: 'D',
    generalPractitioner: victor,
  });
  const { ago, workdayAgo } = calendar;

  addProblem(chart, PROBLEMS.hypertension, { onset: ago('8y'), by: victor });
  addProblem(chart, PROBLEMS.hypertension, { onset: ago('5y'), by: staff('amaraDiallo') });
  addProblem(chart, PROBLEMS.reflux, { onset: ago('3y'), by: victor });
  addProblem(chart, PROBLEMS.copd, {
    recorded: ago('1y'),
    enteredInError: true,
    by: victor,
    note: 'Entered in the wrong chart.',
    slug: 'entered-in-error-problem',
  });
  addAllergy(chart, ALLERGENS.latex, {
    verification: 'entered-in-error',
    recorded: ago('1y'),
    note: 'Entered in the wrong chart.',
  });
  addAllergy(chart, ALLERGENS.codeine, { reaction: REACTIONS.nausea, severity: 'mild', recorded: ago('8y') });
  addAllergy(chart, ALLERGENS.penicillin, {
    verification: 'refuted',
    recorded: ago('2y'),
    note: 'Tolerated amoxicillin two years ago.',
  });
  addMedication(chart, DRUGS.amlodipine5, { since: ago('5y'), dose: '1 tablet once a day', by: victor });
  addMedication(chart, DRUGS.amlodipine5, {
    since: ago('11m'),
    dose: '1 tablet by mouth daily',
    by: staff('amaraDiallo'),
  });
  addMedication(chart, DRUGS.omeprazole20, {
    since: ago('3y'),
    dose: '1 capsule before breakfast',
    by: victor,
  });
  addMedication(chart, DRUGS.warfarin5, {
    since: ago('1y'),
    status: 'entered-in-error',
    dose: '1 tablet once a day',
    by: victor,
  });

  addLab(chart, 'potassium', '6.8', workdayAgo('1y'), {
    status: 'entered-in-error',
    interpretation: 'HH',
    slug: 'entered-in-error-potassium',
  });
  addLab(chart, 'potassium', '4.0', workdayAgo('1y'), { time: '11:40' });
  addLab(chart, 'hemoglobin', '11.9', workdayAgo('1y'), { status: 'corrected' });
  addLab(chart, 'tsh', '2.10', workdayAgo('11m'), { status: 'preliminary' });
  const visit = addVisit(chart, 'followUp', {
    on: workdayAgo('11m'),
    by: staff('amaraDiallo'),
    reason: 'Blood pressure',
    note: 'Blood pressure in range. Chart cleaned: items of another patient marked as entered in error.',
  });
  addVitals(
    chart,
    workdayAgo('11m'),
    { bloodPressure: '128/78', weight: '70.0' },
    { encounter: referTo(visit) },
  );
  addPanel(chart, 'lipid', workdayAgo('11m'), {
    cholesterol: '201',
    triglycerides: '110',
    hdl: '58',
    ldl: '121',
  });
  const draft = addNote(chart, 'phone', {
    title: 'Telephone note',
    on: workdayAgo('10m'),
    by: victor,
    status: 'superseded',
    text: 'Called about heartburn. Advised to double omeprazole to 80 mg.',
    slug: 'note-superseded',
  });
  addNote(chart, 'phone', {
    title: 'Telephone note (corrected)',
    on: workdayAgo('10m'),
    time: '18:05',
    by: victor,
    replaces: draft,
    text: 'Called about heartburn. Advised to double omeprazole to 40 mg for two weeks.',
  });
  addNote(chart, 'progress', {
    title: 'Progress note (wrong patient)',
    on: workdayAgo('1y'),
    by: victor,
    status: 'entered-in-error',
    text: 'This note was filed in the wrong chart.',
    slug: 'note-entered-in-error',
  });

  addImmunization(chart, VACCINES.influenza, workdayAgo('14m'));
  addImmunization(chart, VACCINES.influenza, workdayAgo('14m'));
  addSmoking(chart, 'never', workdayAgo('11m'));
  addCoverage(chart, 'granite', { memberId: 'GMH-2093-1150', since: ago('9y'), until: ago('2y') });
  addCoverage(chart, 'tidewater', { memberId: 'TBT-55102-01', since: ago('2y') });
  bookVideoVisit(chart, { time: '11:00', with: victor, reason: 'Heartburn', encounter: 'planned' });
  return chart;
}
