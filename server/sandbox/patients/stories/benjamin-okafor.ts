// Benjamin Okafor, in his eighties, with many problems and many medicines; weighs himself daily for
// his heart. Lives in New Hampshire; Medicare.
import { staff } from '#server/sandbox/patients/clinic';
import {
  addAllergy,
  addCareTeam,
  addCoverage,
  addHomeDevice,
  addHomeReading,
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
  scattered,
  seededNoise,
} from '#server/sandbox/patients/record';
import { ALLERGENS, DRUGS, PROBLEMS, PROCEDURES, REACTIONS, VACCINES } from '#server/sandbox/patients/terms';

export function benjaminOkafor(calendar: Calendar): Chart {
  const helen = staff('helenBrooks');
  const chart = openChart(calendar, {
    id: 'benjamin-okafor',
    given: ['Benjamin', 'Chidi'],
    family: 'Okafor',
    prefix: 'Mr.',
    birthDate: '1942-02-17',
    sex: 'male',
    birthSex: 'M',
    mrn: '100102',
    races: ['black'],
    ethnicity: 'notHispanic',
    address: { line: '7 Example Harbor Lane', city: 'Portsmouth', state: 'NH', zip: '03801' },
    phone: '603-555-0117',
    marital: 'W',
    emergencyContact: { name: 'Ngozi Okafor', relation: 'Daughter', phone: '603-555-0118' },
    generalPractitioner: helen,
  });
  const { ago, workdayAgo } = calendar;

  const heart = addProblem(chart, PROBLEMS.heartFailure, { onset: ago('5y1m'), by: helen });
  const fibrillation = addProblem(chart, PROBLEMS.atrialFibrillation, { onset: ago('6y'), by: helen });
  addProblem(chart, PROBLEMS.coronaryDisease, { onset: ago('14y'), by: helen });
  const lungs = addProblem(chart, PROBLEMS.copd, { onset: ago('12y'), by: helen });
  addProblem(chart, PROBLEMS.hypertension, { onset: ago('28y') });
  addProblem(chart, PROBLEMS.hyperlipidemia, { onset: ago('20y') });
  addProblem(chart, PROBLEMS.ckd3b, { onset: ago('3y'), by: helen });
  addProblem(chart, PROBLEMS.kneeOsteoarthritis, { onset: ago('16y') });
  const prostate = addProblem(chart, PROBLEMS.prostate, { onset: ago('11y') });
  const thyroid = addProblem(chart, PROBLEMS.hypothyroidism, { onset: ago('9y') });
  addProblem(chart, PROBLEMS.hearingLoss, { onset: ago('8y'), note: 'Hearing aids; prefers captions.' });
  addProblem(chart, PROBLEMS.reflux, { onset: ago('10y') });
  addProblem(chart, PROBLEMS.cataract, { onset: ago('7y'), resolved: ago('4y') });
  addProblem(chart, PROBLEMS.pneumonia, { onset: ago('2y2m'), resolved: ago('2y1m') });
  addAllergy(chart, ALLERGENS.codeine, {
    reaction: REACTIONS.nausea,
    severity: 'moderate',
    recorded: ago('15y'),
  });
  addAllergy(chart, ALLERGENS.latex, {
    reaction: REACTIONS.rash,
    verification: 'unconfirmed',
    recorded: ago('4y'),
  });

  const daily = '1 tablet by mouth once a day';
  const twice = '1 tablet by mouth twice a day';
  const medicines = [
    { drug: DRUGS.furosemide40, since: '5y', dose: '1 tablet by mouth every morning', reason: heart },
    { drug: DRUGS.carvedilol12, since: '5y', dose: twice, reason: heart },
    { drug: DRUGS.spironolactone25, since: '2y', dose: daily, reason: heart },
    { drug: DRUGS.empagliflozin10, since: '1y', dose: daily, reason: heart },
    { drug: DRUGS.apixaban5, since: '4y', dose: twice, reason: fibrillation },
    { drug: DRUGS.atorvastatin40, since: '14y', dose: '1 tablet by mouth at bedtime' },
    { drug: DRUGS.tiotropium, since: '10y', dose: 'Inhale 1 capsule once a day', reason: lungs },
    { drug: DRUGS.albuterol, since: '12y', dose: '2 puffs every 4 to 6 hours as needed', reason: lungs },
    { drug: DRUGS.tamsulosin04, since: '11y', dose: '1 capsule by mouth at bedtime', reason: prostate },
    { drug: DRUGS.levothyroxine50, since: '9y', dose: '1 tablet by mouth before breakfast', reason: thyroid },
    { drug: DRUGS.omeprazole20, since: '10y', dose: '1 capsule by mouth before breakfast' },
    {
      drug: DRUGS.acetaminophen500,
      since: '6y',
      dose: '2 tablets by mouth every 8 hours as needed for pain',
    },
  ];
  for (const { drug, since, ...rest } of medicines) {
    addMedication(chart, drug, { ...rest, since: ago(since), by: helen });
  }
  addMedication(chart, DRUGS.warfarin5, {
    since: ago('6y'),
    status: 'stopped',
    dose: 'As directed by the INR clinic',
    by: helen,
    reason: fibrillation,
  });

  addHospitalStay(chart);
  for (let month = 36; month >= 1; month -= 4) addQuarter(chart, month);
  addDailyWeights(chart);

  addImmunization(chart, VACCINES.influenza, workdayAgo('2m'));
  addImmunization(chart, VACCINES.covid, workdayAgo('11m'));
  addImmunization(chart, VACCINES.pneumococcal23, workdayAgo('12y'));
  addImmunization(chart, VACCINES.pneumococcal20, workdayAgo('2y'));
  addImmunization(chart, VACCINES.zoster, workdayAgo('5y'), { refused: 'Declined by patient' });
  addProcedure(chart, PROCEDURES.coronaryBypass, ago('14y'));
  addProcedure(chart, PROCEDURES.kneeReplacement, ago('9y5m'), { note: 'Right knee.' });
  addProcedure(chart, PROCEDURES.cataractExtraction, ago('4y'), { note: 'Both eyes, two weeks apart.' });
  addProcedure(chart, PROCEDURES.echocardiography, workdayAgo('7m'), { note: 'Ejection fraction 38%.' });
  addSmoking(chart, 'former', workdayAgo('4m'));
  addCareTeam(chart, [helen, staff('rosaDelgado'), staff('amaraDiallo')]);
  addCoverage(chart, 'medicare', { memberId: 'SBX-MED-0102', since: '2007-02-01' });
  bookVideoVisit(chart, {
    time: '10:30',
    with: helen,
    reason: 'Heart failure: weight up 2 kg in five days',
    encounter: 'planned',
    comment: 'Hard of hearing: captions, and his daughter may join.',
  });
  return chart;
}

function addHospitalStay(chart: Chart): void {
  const { workdayAgo } = chart.calendar;
  const helen = staff('helenBrooks');
  const stay = addVisit(chart, 'hospital', {
    on: workdayAgo('7m'),
    time: '02:40',
    minutes: 1100,
    by: helen,
    reason: 'Shortness of breath, fluid overload',
  });
  addProblem(chart, PROBLEMS.heartFailure, { onset: workdayAgo('7m'), encounter: referTo(stay), by: helen });
  addNote(chart, 'discharge', {
    title: 'Discharge summary: heart failure',
    on: workdayAgo('7m'),
    time: '21:30',
    by: helen,
    form: 'pdf',
    encounter: stay,
    slug: 'discharge-summary',
    text: [
      'DISCHARGE SUMMARY',
      '',
      'Patient: Benjamin Chidi Okafor, born 17-Feb-1942',
      'Reason for admission: shortness of breath at rest, leg swelling.',
      '',
      'Course: treated with intravenous furosemide; 3.4 kg lost. Oxygen not needed at discharge.',
      'Echocardiogram: ejection fraction 38%, moderate mitral regurgitation.',
      'Discharge weight 78.2 kg.',
      '',
      'Medicines: unchanged. Spironolactone paused for two days, then resumed.',
      'Advice: weigh every morning. Call if weight rises by 1.5 kg in two days or 2.5 kg in a week.',
      'Potassium 3.2 on the first day, 4.0 at discharge.',
    ].join('\n'),
  });
  addLab(chart, 'potassium', '3.2', workdayAgo('7m'), { time: '03:10', slug: 'hospital-potassium' });
  addLab(chart, 'potassium', '4.0', workdayAgo('7m'), { time: '18:00', slug: 'hospital-potassium' });
  addLab(chart, 'ntProBnp', '6480', workdayAgo('7m'), { interpretation: 'HH', time: '03:10' });
}

function addQuarter(chart: Chart, monthsAgo: number): void {
  const on = chart.calendar.workdayAgo(`${monthsAgo}m`);
  const noise = seededNoise(`okafor ${monthsAgo}`);
  const weight = scattered(noise, 79, 1, 1);
  const bloodPressure = `${scattered(noise, 124, 10)}/${scattered(noise, 70, 6)}`;
  const visit = addVisit(chart, monthsAgo % 8 === 0 ? 'video' : 'followUp', {
    on,
    by: staff('helenBrooks'),
    reason: 'Heart failure and medicines',
    note: `Sleeps on two pillows, walks to the mailbox and back. Weight ${weight} kg, blood pressure ${bloodPressure}.\n\nNo bleeding on apixaban. Ankles: trace edema.\n\nPlan: no change. Potassium and creatinine in four months.`,
  });
  addVitals(
    chart,
    on,
    { bloodPressure, weight, pulse: scattered(noise, 72, 8), oxygen: scattered(noise, 94, 2) },
    { by: staff('rosaDelgado'), encounter: referTo(visit) },
  );
  addPanel(chart, 'basicMetabolic', on, {
    sodium: scattered(noise, 137, 3),
    potassium: scattered(noise, 4.6, 0.5, 1),
    urea: scattered(noise, 34, 6),
    creatinine: scattered(noise, 1.68, 0.15, 2),
    egfr: scattered(noise, 39, 4),
  });
  if (monthsAgo % 12 === 0) {
    addLab(chart, 'tsh', scattered(noise, 2.6, 0.8, 2), on);
    addPanel(chart, 'bloodCount', on, {
      hemoglobin: scattered(noise, 12.4, 0.6, 1),
      hematocrit: scattered(noise, 38, 2, 1),
      leukocytes: scattered(noise, 7, 1, 1),
      platelets: scattered(noise, 210, 25),
    });
  }
}

function addDailyWeights(chart: Chart): void {
  const noise = seededNoise('okafor scale');
  const scale = addHomeDevice(chart, 'scale', 'Telemonitoring scale');
  const cuff = addHomeDevice(chart, 'cuff', 'Upper-arm blood pressure monitor');
  for (let daysAgo = 45; daysAgo >= 0; daysAgo -= 1) {
    const on = chart.calendar.ago(`${daysAgo}d`);
    // The last five days bring him to the visit.
    const gain = daysAgo < 5 ? (5 - daysAgo) * 0.4 : 0;
    addHomeReading(
      chart,
      scale,
      { kind: 'weight', value: scattered(noise, 78.6 + gain, 0.3, 1) },
      on,
      '06:30',
    );
    if (daysAgo % 4 === 0) {
      const value = `${scattered(noise, 126, 8)}/${scattered(noise, 72, 5)}`;
      addHomeReading(chart, cuff, { kind: 'bloodPressure', value }, on, '06:35');
    }
  }
}
