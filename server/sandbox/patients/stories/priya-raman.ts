// Priya Raman: pregnant with her first child, gestational diabetes found last month; measures sugar
// and blood pressure at home. Lives in New Hampshire.
import { staff } from '#server/sandbox/patients/clinic';
import {
  addCoverage,
  addHomeDevice,
  addHomeReading,
  addImmunization,
  addLab,
  addMedication,
  addNoKnownAllergies,
  addNote,
  addPanel,
  addPregnancy,
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
import { DRUGS, PROBLEMS, PROCEDURES, VACCINES } from '#server/sandbox/patients/terms';

export function priyaRaman(calendar: Calendar): Chart {
  const helen = staff('helenBrooks');
  const chart = openChart(calendar, {
    id: 'priya-raman',
    given: ['Priya'],
    family: 'Raman',
    birthDate: '1994-12-09',
    sex: 'female',
    birthSex: 'F',
    mrn: '100107',
    races: ['asian'],
    ethnicity: 'notHispanic',
    address: { line: '90 Example Spit Brook Way', city: 'Nashua', state: 'NH', zip: '03060' },
    phone: '603-555-0129',
    email: 'priya.raman@people.example',
    marital: 'M',
    emergencyContact: { name: 'Arun Raman', relation: 'Husband', phone: '603-555-0130' },
    generalPractitioner: helen,
  });
  const { ago, ahead, workdayAgo } = calendar;

  addProblem(chart, PROBLEMS.normalPregnancy, { onset: ago('26w'), by: helen });
  addProblem(chart, PROBLEMS.gestationalDiabetes, { onset: workdayAgo('4w'), by: helen });
  addProblem(chart, PROBLEMS.hypothyroidism, { onset: ago('3y'), by: helen });
  addPregnancy(chart, ago('20w'), ahead('12w'));
  addNoKnownAllergies(chart, ago('20w'), helen);
  addMedication(chart, DRUGS.folicAcid, { since: ago('26w'), dose: '1 tablet once a day', by: helen });
  addMedication(chart, DRUGS.levothyroxine50, {
    since: ago('3y'),
    dose: '1 tablet before breakfast; 2 tablets on Sundays',
    by: helen,
  });
  addMedication(chart, DRUGS.ibuprofen200, {
    since: ago('2y'),
    status: 'stopped',
    dose: '1 to 2 tablets as needed',
    by: helen,
    reported: true,
  });

  const prenatal = [
    { when: '20w', weight: '61.2', bloodPressure: '108/66' },
    { when: '16w', weight: '62.5', bloodPressure: '110/68' },
    { when: '12w', weight: '64.0', bloodPressure: '106/64' },
    { when: '8w', weight: '65.8', bloodPressure: '112/70' },
    { when: '4w', weight: '67.9', bloodPressure: '118/74' },
  ];
  for (const { when, ...vitals } of prenatal) {
    const on = workdayAgo(when);
    const visit = addVisit(chart, 'prenatal', {
      on,
      by: helen,
      reason: 'Prenatal visit',
      note: `Feels well, no bleeding, no contractions. Weight ${vitals.weight} kg, blood pressure ${vitals.bloodPressure}. Fetal heart heard.\n\nPlan: next visit in four weeks.`,
    });
    addVitals(chart, on, vitals, { by: staff('rosaDelgado'), encounter: referTo(visit) });
    addLab(chart, 'tsh', scattered(seededNoise(`raman ${when}`), 2.1, 0.5, 2), on);
  }
  addPanel(chart, 'bloodCount', workdayAgo('20w'), {
    hemoglobin: '12.6',
    hematocrit: '37.5',
    leukocytes: '8.1',
    platelets: '244',
  });
  addPanel(chart, 'bloodCount', workdayAgo('4w'), {
    hemoglobin: '11.2',
    hematocrit: '33.9',
    leukocytes: '9.0',
    platelets: '231',
  });
  addPanel(chart, 'a1c', workdayAgo('4w'), { a1c: '5.5' });
  addNote(chart, 'consult', {
    title: 'Nutrition consult',
    on: workdayAgo('3w'),
    by: staff('amaraDiallo'),
    text: 'Counselled on meals spread over the day, carbohydrates counted, a walk after dinner. Will check sugar fasting and one hour after meals and bring the numbers to the video visit. Goals: fasting below 95, one hour after meals below 140 mg/dL.',
  });
  addReadings(chart);

  addImmunization(chart, VACCINES.influenza, workdayAgo('6w'));
  addImmunization(chart, VACCINES.covid, workdayAgo('13m'));
  addProcedure(chart, PROCEDURES.fetalAnatomy, workdayAgo('8w'), {
    note: 'Normal anatomy, placenta posterior.',
  });
  addSmoking(chart, 'never', workdayAgo('20w'));
  addCoverage(chart, 'tidewater', { memberId: 'TBT-70331-01', since: ago('3y') });
  bookVideoVisit(chart, {
    time: '11:00',
    with: helen,
    reason: 'Home sugar values in pregnancy',
    encounter: 'planned',
  });
  return chart;
}

function addReadings(chart: Chart): void {
  const noise = seededNoise('raman meter');
  const meter = addHomeDevice(chart, 'meter', 'Blood glucose meter');
  const cuff = addHomeDevice(chart, 'cuff', 'Upper-arm blood pressure monitor');
  for (let daysAgo = 20; daysAgo >= 0; daysAgo -= 1) {
    const on = chart.calendar.ago(`${daysAgo}d`);
    addHomeReading(chart, meter, { kind: 'glucose', value: scattered(noise, 94, 9) }, on, '06:50');
    if (daysAgo > 0) {
      addHomeReading(chart, meter, { kind: 'glucose', value: scattered(noise, 132, 16) }, on, '19:40');
    }
    if (daysAgo % 5 === 0) {
      const value = `${scattered(noise, 117, 6)}/${scattered(noise, 73, 5)}`;
      addHomeReading(chart, cuff, { kind: 'bloodPressure', value }, on);
    }
  }
}
