// Evelyn Hart: a record of exactly 10,000 resources, as years of dialysis make one. Numbers come from
// a seeded generator, so that measurements over her record can be compared for years.
import { staff } from '#server/sandbox/patients/clinic';
import {
  addAllergy,
  addCareTeam,
  addCoverage,
  addHomeDevice,
  addHomeReading,
  addImmunization,
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
  scattered,
  seededNoise,
} from '#server/sandbox/patients/record';
import { ALLERGENS, DRUGS, PROBLEMS, PROCEDURES, REACTIONS, VACCINES } from '#server/sandbox/patients/terms';

export const LARGE_RECORD = 10_000;
const WEEKS_OF_DIALYSIS = 410;
const MONTHS_OF_LABS = 96;

export function evelynHart(calendar: Calendar): Chart {
  const helen = staff('helenBrooks');
  const chart = openChart(calendar, {
    id: 'evelyn-hart',
    given: ['Evelyn', 'May'],
    family: 'Hart',
    birthDate: '1953-09-18',
    sex: 'female',
    birthSex: 'F',
    mrn: '110000',
    races: ['white'],
    ethnicity: 'notHispanic',
    address: { line: '9 Example Pelham Street', city: 'Methuen', state: 'MA', zip: '01844' },
    phone: '978-555-0110',
    marital: 'M',
    emergencyContact: { name: 'George Hart', relation: 'Husband', phone: '978-555-0111' },
    generalPractitioner: helen,
  });
  const { ago, workdayAgo } = calendar;
  const kidneys = addProblem(chart, PROBLEMS.endStageRenal, { onset: ago('8y'), by: helen });
  const anemia = addProblem(chart, PROBLEMS.anemia, { onset: ago('8y'), by: helen });
  addProblem(chart, PROBLEMS.hypertension, { onset: ago('22y') });
  addProblem(chart, PROBLEMS.diabetes2, { onset: ago('19y') });
  addProblem(chart, PROBLEMS.coronaryDisease, { onset: ago('6y') });
  addAllergy(chart, ALLERGENS.penicillin, { reaction: REACTIONS.hives, recorded: ago('19y') });
  addMedication(chart, DRUGS.epoetin, {
    since: ago('7y'),
    dose: '10,000 units at dialysis three times a week',
    by: helen,
    reason: anemia,
  });
  addMedication(chart, DRUGS.carvedilol12, { since: ago('6y'), dose: '1 tablet twice a day', by: helen });
  addMedication(chart, DRUGS.insulinGlargine, { since: ago('9y'), dose: '14 units at bedtime', by: helen });
  addMedication(chart, DRUGS.aspirin81, { since: ago('6y'), dose: '1 tablet once a day', by: helen });
  addMedication(chart, DRUGS.furosemide40, {
    since: ago('9y'),
    status: 'stopped',
    dose: '1 tablet every morning',
    by: helen,
    reason: kidneys,
  });
  for (let year = 8; year >= 1; year -= 1) addImmunization(chart, VACCINES.influenza, workdayAgo(`${year}y`));
  addSmoking(chart, 'former', workdayAgo('4m'));
  addCareTeam(chart, [helen, staff('rosaDelgado')]);
  addCoverage(chart, 'medicare', { memberId: 'SBX-MED-0117', since: '2018-09-01' });
  bookVideoVisit(chart, { time: '15:00', with: helen, reason: 'Medication review', encounter: 'planned' });

  addDialysis(chart);
  addMonthlyLabs(chart);
  fillWithHomeReadings(chart);
  return chart;
}

function addDialysis(chart: Chart): void {
  const noise = seededNoise('hart dialysis');
  for (let week = WEEKS_OF_DIALYSIS; week >= 1; week -= 1) {
    for (const session of [6, 4, 2]) {
      const on = chart.calendar.ago(`${7 * (week - 1) + session}d`);
      const visit = addVisit(chart, 'dialysis', {
        on,
        time: '07:00',
        minutes: 240,
        by: staff('rosaDelgado'),
        reason: 'Hemodialysis',
      });
      const encounter = referTo(visit);
      addProcedure(chart, PROCEDURES.hemodialysis, on, { encounter });
      addVitals(
        chart,
        on,
        {
          bloodPressure: `${scattered(noise, 146, 16)}/${scattered(noise, 78, 9)}`,
          weight: scattered(noise, 68.4, 1.2, 1),
          pulse: scattered(noise, 74, 9),
        },
        { encounter, time: '07:05' },
      );
    }
  }
}

function addMonthlyLabs(chart: Chart): void {
  const noise = seededNoise('hart laboratory');
  for (let month = MONTHS_OF_LABS; month >= 1; month -= 1) {
    const on = chart.calendar.workdayAgo(`${month}m`);
    addPanel(chart, 'basicMetabolic', on, {
      glucose: scattered(noise, 152, 40),
      sodium: scattered(noise, 137, 3),
      potassium: scattered(noise, 5, 0.7, 1),
      chloride: scattered(noise, 101, 4),
      bicarbonate: scattered(noise, 23, 2),
      urea: scattered(noise, 58, 14),
      creatinine: scattered(noise, 6.8, 1.2, 2),
      calcium: scattered(noise, 9, 0.6, 1),
      phosphate: scattered(noise, 5.2, 1.1, 1),
      albumin: scattered(noise, 3.8, 0.3, 1),
    });
    addPanel(chart, 'bloodCount', on, {
      hemoglobin: scattered(noise, 10.6, 0.9, 1),
      hematocrit: scattered(noise, 32.5, 2.5, 1),
      leukocytes: scattered(noise, 6.8, 1.4, 1),
      platelets: scattered(noise, 206, 40),
    });
    if (month % 3 === 0) addPanel(chart, 'a1c', on, { a1c: scattered(noise, 7.2, 0.6, 1) });
    if (month % 2 === 0) {
      addNote(chart, 'progress', {
        title: 'Dialysis round',
        on,
        by: staff('helenBrooks'),
        text: 'Seen during dialysis. Fistula works well, no fever. Laboratory values reviewed with her; phosphate binder and diet discussed.\n\nPlan: target weight unchanged.',
      });
    }
  }
}

/** What is missing to the full number, backwards from today, so that the count is exact. */
function fillWithHomeReadings(chart: Chart): void {
  const noise = seededNoise('hart home');
  const cuff = addHomeDevice(chart, 'cuff', 'Upper-arm blood pressure monitor');
  const missing = LARGE_RECORD - chart.resources.length;
  if (missing < 0) throw new Error(`The large record is too large by ${-missing}`);
  for (let daysAgo = missing; daysAgo >= 1; daysAgo -= 1) {
    const value = `${scattered(noise, 142, 14)}/${scattered(noise, 77, 8)}`;
    addHomeReading(chart, cuff, { kind: 'bloodPressure', value }, chart.calendar.ago(`${daysAgo}d`));
  }
}
