// The Brennans: Sofia, a patient herself, and her children Noah and Mia, for whom she acts. She wrote
// a note in Noah's record, which FHIR's patient compartment therefore counts to hers as well.
import type { RelatedPerson } from '@medplum/fhirtypes';
import type { SandboxPerson } from '#server/sandbox/contract';
import { SANDBOX_PASSWORD, staff } from '#server/sandbox/patients/clinic';
import {
  addAllergy,
  addCoverage,
  addImmunization,
  addLab,
  addMedication,
  addNoKnownAllergies,
  addNote,
  addOnePerson,
  addParent,
  addProblem,
  addSmoking,
  addVisit,
  addVitals,
  bookVideoVisit,
  type Calendar,
  type Chart,
  type Home,
  openChart,
  referTo,
} from '#server/sandbox/patients/record';
import { ALLERGENS, DRUGS, PROBLEMS, REACTIONS, VACCINES } from '#server/sandbox/patients/terms';

const HOME: Home = { line: '31 Example Orchard Street', city: 'Newburyport', state: 'MA', zip: '01950' };
const PHONE = '978-555-0175';

/** Sofia's second log-in, as the mother of both children. */
export const BRENNAN_PROXY: SandboxPerson = {
  username: 'sofia-brennan-proxy',
  password: SANDBOX_PASSWORD,
  displayName: 'Sofia Brennan (for her children)',
  title: 'Mother of Noah and Mia Brennan',
  kind: 'proxy',
  fhirUser: 'RelatedPerson/sofia-brennan-for-noah-brennan',
  patients: ['noah-brennan', 'mia-brennan'],
};

export function brennanFamily(calendar: Calendar): Chart[] {
  const sofia = openSofia(calendar);
  const noah = openNoah(calendar, sofia);
  const mia = openMia(calendar, sofia);
  addOnePerson(sofia, [noah.mother, mia.mother]);
  return [sofia, noah.chart, mia.chart];
}

function openSofia(calendar: Calendar): Chart {
  const helen = staff('helenBrooks');
  const chart = openChart(calendar, {
    id: 'sofia-brennan',
    given: ['Sofia', 'Anne'],
    family: 'Brennan',
    birthDate: '1988-08-30',
    sex: 'female',
    birthSex: 'F',
    mrn: '100104',
    races: ['white'],
    ethnicity: 'notHispanic',
    address: HOME,
    phone: PHONE,
    email: 'sofia.brennan@people.example',
    marital: 'M',
    generalPractitioner: helen,
  });
  const { ago, workdayAgo } = calendar;
  const migraine = addProblem(chart, PROBLEMS.migraine, { onset: ago('12y'), by: helen });
  addProblem(chart, PROBLEMS.ironDeficiency, { onset: ago('2y'), resolved: ago('1y1m'), by: helen });
  addNoKnownAllergies(chart, ago('1y1m'), helen);
  addMedication(chart, DRUGS.sumatriptan50, {
    since: ago('4y'),
    dose: '1 tablet at the start of a migraine, may repeat once after 2 hours',
    by: helen,
    reason: migraine,
  });
  addMedication(chart, DRUGS.ferrousSulfate, {
    since: ago('2y'),
    status: 'completed',
    dose: '1 tablet every other day',
    by: helen,
  });
  for (const [index, when] of ['2y', '1y1m'].entries()) {
    const on = workdayAgo(when);
    const visit = addVisit(chart, 'checkUp', {
      on,
      by: helen,
      reason: 'Annual check-up',
      note: 'Two to three migraines a month, sumatriptan helps. Tired after the birth of her daughter; iron studied.\n\nPlan: as ordered.',
    });
    addVitals(
      chart,
      on,
      { bloodPressure: '112/70', weight: '64.0', pulse: '68' },
      { encounter: referTo(visit) },
    );
    addLab(chart, 'ferritin', ['9', '41'][index] ?? '41', on);
    addLab(chart, 'hemoglobin', ['11.4', '13.0'][index] ?? '13.0', on);
  }
  addImmunization(chart, VACCINES.tdap, workdayAgo('2y9m'));
  addSmoking(chart, 'never', workdayAgo('1y1m'));
  addCoverage(chart, 'tidewater', { memberId: 'TBT-88120-01', since: ago('4y') });
  return chart;
}

interface Child {
  chart: Chart;
  mother: RelatedPerson;
}

function openNoah(calendar: Calendar, sofia: Chart): Child {
  const amara = staff('amaraDiallo');
  const birthDate = calendar.bornYearsAgo(7, '03-22');
  const chart = openChart(calendar, {
    id: 'noah-brennan',
    given: ['Noah', 'James'],
    family: 'Brennan',
    birthDate,
    sex: 'male',
    birthSex: 'M',
    mrn: '100105',
    races: ['white'],
    ethnicity: 'notHispanic',
    address: HOME,
    phone: PHONE,
    generalPractitioner: amara,
  });
  const mother = addParent(chart, sofia, 'mother');
  const { ago, after, workdayAgo } = calendar;
  const asthma = addProblem(chart, PROBLEMS.mildAsthma, { onset: after(birthDate, '4y6m'), by: amara });
  addProblem(chart, PROBLEMS.atopicDermatitis, { onset: after(birthDate, '9m'), by: amara });
  addProblem(chart, PROBLEMS.otitisMedia, {
    onset: after(birthDate, '2y1m'),
    resolved: after(birthDate, '2y2m'),
  });
  addAllergy(chart, ALLERGENS.egg, {
    reaction: REACTIONS.hives,
    severity: 'mild',
    recorded: after(birthDate, '1y2m'),
    by: amara,
    note: 'Tolerates baked egg.',
  });
  addMedication(chart, DRUGS.fluticasone44, {
    since: ago('8m'),
    dose: '2 puffs twice a day with a spacer',
    by: amara,
    reason: asthma,
  });
  addMedication(chart, DRUGS.albuterol, {
    since: ago('2y'),
    dose: '2 puffs with a spacer every 4 hours as needed',
    by: amara,
    reason: asthma,
  });
  addMedication(chart, DRUGS.amoxicillin, {
    since: after(birthDate, '2y1m'),
    status: 'completed',
    dose: '6 mL by mouth twice a day for 10 days',
    by: amara,
  });
  const visit = addVisit(chart, 'wellChild', {
    on: workdayAgo('8m'),
    by: amara,
    reason: 'Well-child visit',
    note: 'Growing along his curve. Coughs at night about twice a week and with running.\n\nPlan: start a low-dose controller, spacer shown to Noah and his mother. Video visit to follow up.',
  });
  addVitals(
    chart,
    workdayAgo('8m'),
    { height: '121.0', weight: '22.9', pulse: '92', oxygen: '98', temperature: '36.8' },
    { encounter: referTo(visit), by: staff('rosaDelgado') },
  );
  addNote(chart, 'patient', {
    title: 'Note from his mother: cough diary',
    on: ago('4d'),
    time: '20:15',
    by: sofia.subject,
    slug: 'mothers-note',
    text: 'Noah coughed on three nights this week. He used the blue inhaler twice at school. He sleeps better since we wash the spacer every Sunday. Sofia (mother)',
  });
  addChildhoodShots(chart, birthDate, '4y2m');
  addCoverage(chart, 'tidewater', {
    memberId: 'TBT-88120-02',
    since: after(birthDate, '1m'),
    subscriber: sofia.subject,
  });
  bookVideoVisit(chart, {
    time: '10:00',
    with: amara,
    reason: 'Asthma follow-up',
    encounter: 'planned',
    accompaniedBy: { reference: `RelatedPerson/${mother.id}`, display: 'Sofia Brennan (mother)' },
  });
  return { chart, mother };
}

function openMia(calendar: Calendar, sofia: Chart): Child {
  const amara = staff('amaraDiallo');
  const birthDate = calendar.bornYearsAgo(2, '06-11');
  const chart = openChart(calendar, {
    id: 'mia-brennan',
    given: ['Mia', 'Rose'],
    family: 'Brennan',
    birthDate,
    sex: 'female',
    birthSex: 'F',
    mrn: '100106',
    races: ['white'],
    ethnicity: 'notHispanic',
    address: HOME,
    phone: PHONE,
    generalPractitioner: amara,
  });
  const mother = addParent(chart, sofia, 'mother');
  addNoKnownAllergies(chart, calendar.after(birthDate, '1y'), amara);
  for (const [age, weight, height] of [
    ['2m', '5.1', '57.0'],
    ['6m', '7.4', '65.5'],
    ['1y', '9.2', '74.0'],
    ['1y6m', '10.6', '80.5'],
  ] as const) {
    const on = calendar.after(birthDate, age);
    const visit = addVisit(chart, 'wellChild', {
      on,
      by: amara,
      reason: 'Well-child visit',
      note: 'Eats, sleeps and plays well. Milestones as expected for her age.\n\nPlan: vaccines today, next visit as scheduled.',
    });
    addVitals(chart, on, { weight, height, temperature: '36.9' }, { encounter: referTo(visit) });
  }
  addChildhoodShots(chart, birthDate, '1y6m');
  addCoverage(chart, 'tidewater', {
    memberId: 'TBT-88120-03',
    since: calendar.after(birthDate, '1m'),
    subscriber: sofia.subject,
  });
  bookVideoVisit(chart, {
    on: calendar.ahead('1d'),
    time: '09:30',
    with: amara,
    reason: 'Rash on both arms',
    encounter: 'planned',
    accompaniedBy: { reference: `RelatedPerson/${mother.id}`, display: 'Sofia Brennan (mother)' },
  });
  return { chart, mother };
}

/** The usual series, as far as the child is old enough. */
function addChildhoodShots(chart: Chart, birthDate: string, untilAge: string): void {
  const series = [
    ['0d', VACCINES.hepatitisBChild],
    [
      '2m',
      VACCINES.hepatitisBChild,
      VACCINES.dtap,
      VACCINES.polio,
      VACCINES.hib,
      VACCINES.pneumococcal13,
      VACCINES.rotavirus,
    ],
    ['4m', VACCINES.dtap, VACCINES.polio, VACCINES.hib, VACCINES.pneumococcal13, VACCINES.rotavirus],
    ['6m', VACCINES.hepatitisBChild, VACCINES.dtap, VACCINES.polio, VACCINES.pneumococcal13],
    ['1y', VACCINES.mmr, VACCINES.varicella, VACCINES.hepatitisAChild, VACCINES.hib],
    ['1y6m', VACCINES.dtap, VACCINES.hepatitisAChild],
    ['4y2m', VACCINES.dtap, VACCINES.polio, VACCINES.mmr, VACCINES.varicella],
  ] as const;
  const last = chart.calendar.after(birthDate, untilAge);
  for (const [age, ...vaccines] of series) {
    const on = chart.calendar.after(birthDate, age);
    if (on <= last) for (const vaccine of vaccines) addImmunization(chart, vaccine, on);
  }
}
