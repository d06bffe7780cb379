// Short records, each for one case: a name with marks and an apostrophe, a patient far away, a record
// with nothing in it, a patient who has died.
import { staff } from '#server/sandbox/patients/clinic';
import {
  addAllergy,
  addCoverage,
  addImmunization,
  addLab,
  addMedication,
  addNoKnownAllergies,
  addNote,
  addProblem,
  addSelfPay,
  addVisit,
  addVitals,
  bookVideoVisit,
  type Calendar,
  type Chart,
  openChart,
  referTo,
} from '#server/sandbox/patients/record';
import { ALLERGENS, DRUGS, PROBLEMS, REACTIONS, VACCINES } from '#server/sandbox/patients/terms';

export function smallRecords(calendar: Calendar): Chart[] {
  return [sineadObrienNunez(calendar), naomiFields(calendar), quinnAvery(calendar), thomasQuill(calendar)];
}

/** Apostrophe, hyphen, a letter written with combining marks, a letter with no precomposed form. */
function sineadObrienNunez(calendar: Calendar): Chart {
  const amara = staff('amaraDiallo');
  const chart = openChart(calendar, {
    id: 'sinead-obrien-nunez',
    given: ['Sine\u0301ad', 'M\u0304arama'],
    family: "O'Brien-Nu\u0301n\u0303ez",
    birthDate: '1969-10-02',
    sex: 'female',
    birthSex: 'F',
    mrn: '100113',
    races: ['white'],
    ethnicity: 'hispanic',
    address: { line: '3 Example Lighthouse Way', city: 'Kittery', state: 'ME', zip: '03904' },
    phone: '207-555-0112',
    email: 'sinead@people.example',
    marital: 'M',
    generalPractitioner: amara,
  });
  const { ago, workdayAgo } = calendar;
  addProblem(chart, PROBLEMS.allergicRhinitis, { onset: ago('15y') });
  addProblem(chart, PROBLEMS.vitaminD, { onset: ago('2y'), by: amara });
  addAllergy(chart, ALLERGENS.peanut, { reaction: REACTIONS.hives, severity: 'mild', recorded: ago('6y') });
  addMedication(chart, DRUGS.montelukast10, { since: ago('3y'), dose: '1 tablet at bedtime', by: amara });
  addMedication(chart, DRUGS.vitaminD1000, { since: ago('2y'), dose: '1 tablet once a day', by: amara });
  const visit = addVisit(chart, 'checkUp', {
    on: workdayAgo('14m'),
    by: amara,
    reason: 'Annual check-up',
    note: 'Prefers her name written “Sinéad O’Brien-Núñez”. Sneezes in May and June. No asthma.\n\nPlan: continue montelukast in season.',
  });
  addVitals(
    chart,
    workdayAgo('14m'),
    { bloodPressure: '118/72', weight: '63.0' },
    { encounter: referTo(visit) },
  );
  addImmunization(chart, VACCINES.covid, workdayAgo('13m'));
  addCoverage(chart, 'tidewater', { memberId: 'TBT-90417-01', since: ago('5y') });
  bookVideoVisit(chart, { time: '14:00', with: amara, reason: 'Itchy eyes', encounter: 'planned' });
  return chart;
}

/** In California with a clinician licensed there. */
function naomiFields(calendar: Calendar): Chart {
  const marcus = staff('marcusReed');
  const chart = openChart(calendar, {
    id: 'naomi-fields',
    given: ['Naomi'],
    family: 'Fields',
    birthDate: '1980-02-29',
    sex: 'female',
    birthSex: 'F',
    mrn: '100114',
    races: ['black', 'asian'],
    ethnicity: 'notHispanic',
    address: { line: '1200 Example Telegraph Avenue', city: 'Oakland', state: 'CA', zip: '94612' },
    phone: '510-555-0144',
    marital: 'S',
    generalPractitioner: marcus,
  });
  const { ago, workdayAgo } = calendar;
  const thyroid = addProblem(chart, PROBLEMS.hypothyroidism, { onset: ago('5y'), by: marcus });
  addNoKnownAllergies(chart, ago('5y'), marcus);
  addMedication(chart, DRUGS.levothyroxine50, {
    since: ago('5y'),
    dose: '1 tablet before breakfast',
    by: marcus,
    reason: thyroid,
  });
  for (const [when, tsh] of [
    ['3y', '5.80'],
    ['2y', '3.10'],
    ['1y', '2.00'],
  ] as const) {
    addLab(chart, 'tsh', tsh, workdayAgo(when));
    addVisit(chart, 'video', {
      on: workdayAgo(when),
      by: marcus,
      reason: 'Thyroid follow-up',
      note: `Feels well on levothyroxine. TSH ${tsh}.\n\nPlan: same dose, TSH in a year.`,
    });
  }
  addCoverage(chart, 'granite', { memberId: 'GMH-6655-9021', since: ago('5y') });
  bookVideoVisit(chart, { time: '15:00', with: marcus, reason: 'Thyroid follow-up', encounter: 'planned' });
  return chart;
}

/** New to the practice: nothing is known yet, every list is empty. */
function quinnAvery(calendar: Calendar): Chart {
  const helen = staff('helenBrooks');
  const chart = openChart(calendar, {
    id: 'quinn-avery',
    given: ['Quinn'],
    family: 'Avery',
    birthDate: '2001-03-15',
    sex: 'other',
    birthSex: 'UNK',
    mrn: '100115',
    races: [],
    ethnicity: 'notHispanic',
    address: { line: '77 Example Wickenden Street', city: 'Providence', state: 'RI', zip: '02903' },
    phone: '401-555-0126',
  });
  addSelfPay(chart, calendar.ago('1w'));
  bookVideoVisit(chart, { time: '15:30', with: helen, reason: 'First visit', encounter: 'none' });
  return chart;
}

/** Died last year; his record stays readable and has no log-in. */
function thomasQuill(calendar: Calendar): Chart {
  const helen = staff('helenBrooks');
  const { ago, workdayAgo } = calendar;
  const chart = openChart(calendar, {
    id: 'thomas-quill',
    given: ['Thomas'],
    family: 'Quill',
    birthDate: '1936-12-01',
    sex: 'male',
    birthSex: 'M',
    mrn: '100116',
    races: ['white'],
    ethnicity: 'notHispanic',
    address: { line: '2 Example Elm Street', city: 'Amesbury', state: 'MA', zip: '01913' },
    phone: '978-555-0199',
    marital: 'W',
    generalPractitioner: helen,
    deceased: ago('8m'),
  });
  addProblem(chart, PROBLEMS.heartFailure, { onset: ago('9y'), by: helen });
  addAllergy(chart, ALLERGENS.sulfonamide, { reaction: REACTIONS.hives, recorded: ago('9y') });
  addLab(chart, 'ntProBnp', '5210', workdayAgo('9m'));
  addNote(chart, 'progress', {
    title: 'Home visit',
    on: workdayAgo('9m'),
    by: helen,
    text: 'Comfortable at home with his family. Comfort care as he wished.',
  });
  addCoverage(chart, 'medicare', { memberId: 'SBX-MED-0116', since: '2001-12-01', until: ago('8m') });
  return chart;
}
