// Ada Martin: the patient of the tour. Hypertension, diabetes and early kidney disease, measured at
// home for two months; lives in Amesbury, a few minutes from New Hampshire. In a visit today.
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

export function adaMartin(calendar: Calendar): Chart {
  const helen = staff('helenBrooks');
  const chart = openChart(calendar, {
    id: 'ada-martin',
    given: ['Ada', 'Louise'],
    family: 'Martin',
    birthDate: '1961-11-21',
    sex: 'female',
    birthSex: 'F',
    mrn: '100101',
    races: ['white'],
    ethnicity: 'notHispanic',
    address: { line: '48 Example Mill Road', city: 'Amesbury', state: 'MA', zip: '01913' },
    phone: '978-555-0141',
    email: 'ada.martin@people.example',
    marital: 'M',
    emergencyContact: { name: 'Paul Martin', relation: 'Husband', phone: '978-555-0142' },
    generalPractitioner: helen,
  });
  const { ago, workdayAgo } = calendar;

  const hypertension = addProblem(chart, PROBLEMS.hypertension, { onset: ago('11y2m'), by: helen });
  const diabetes = addProblem(chart, PROBLEMS.diabetes2, { onset: ago('7y5m'), by: helen });
  const lipids = addProblem(chart, PROBLEMS.hyperlipidemia, { onset: ago('7y5m'), by: helen });
  addProblem(chart, PROBLEMS.ckd3a, { onset: ago('1y7m'), by: helen });
  addProblem(chart, PROBLEMS.urinaryInfection, { onset: ago('3y2m'), resolved: ago('3y1m'), by: helen });
  addAllergy(chart, ALLERGENS.penicillin, {
    reaction: REACTIONS.hives,
    severity: 'moderate',
    criticality: 'high',
    recorded: ago('11y'),
    by: helen,
  });
  addAllergy(chart, ALLERGENS.sulfonamide, {
    reaction: REACTIONS.rash,
    severity: 'mild',
    recorded: ago('3y2m'),
  });

  const prescribe = { by: helen };
  addMedication(chart, DRUGS.lisinopril10, {
    ...prescribe,
    since: ago('11y2m'),
    status: 'stopped',
    dose: '1 tablet by mouth once a day',
    reason: hypertension,
  });
  addMedication(chart, DRUGS.lisinopril20, {
    ...prescribe,
    since: ago('2y'),
    dose: '1 tablet by mouth once a day',
    reason: hypertension,
  });
  addMedication(chart, DRUGS.amlodipine5, {
    ...prescribe,
    since: ago('3m'),
    dose: '1 tablet by mouth every evening',
    reason: hypertension,
  });
  addMedication(chart, DRUGS.metformin500, {
    ...prescribe,
    since: ago('7y4m'),
    dose: '2 tablets by mouth with the evening meal',
    reason: diabetes,
  });
  addMedication(chart, DRUGS.atorvastatin20, {
    ...prescribe,
    since: ago('7y'),
    dose: '1 tablet by mouth at bedtime',
    reason: lipids,
  });

  addYearsOfLabs(chart);
  addVisits(chart);
  addHomeReadings(chart);

  addImmunization(chart, VACCINES.influenza, workdayAgo('13m'), { by: staff('rosaDelgado') });
  addImmunization(chart, VACCINES.influenza, workdayAgo('5w'), { by: staff('rosaDelgado') });
  addImmunization(chart, VACCINES.tdap, workdayAgo('6y'));
  addImmunization(chart, VACCINES.zoster, workdayAgo('3y8m'));
  addImmunization(chart, VACCINES.zoster, workdayAgo('3y4m'));
  addProcedure(chart, PROCEDURES.colonoscopy, workdayAgo('4y6m'), {
    note: 'No polyps. Next in ten years.',
  });
  addProcedure(chart, PROCEDURES.mammography, workdayAgo('10m'));
  addSmoking(chart, 'former', workdayAgo('3m'));
  addCareTeam(chart, [helen, staff('rosaDelgado')]);
  addCoverage(chart, 'granite', { memberId: 'GMH-4410-7782', since: ago('6y') });
  bookVideoVisit(chart, {
    time: '09:30',
    with: helen,
    reason: 'Blood pressure follow-up after starting amlodipine',
    status: 'arrived',
    encounter: 'in-progress',
  });
  bookVideoVisit(chart, {
    on: calendar.workdayAhead('12d'),
    time: '10:00',
    with: helen,
    reason: 'Review of kidney function',
    encounter: 'none',
  });
  return chart;
}

function addYearsOfLabs(chart: Chart): void {
  const { workdayAgo } = chart.calendar;
  const rounds = [
    { when: '4y6m', creatinine: '0.98', egfr: '66', potassium: '4.2', a1c: '7.4', ldl: '121', albumin: '18' },
    { when: '3y5m', creatinine: '1.02', egfr: '63', potassium: '4.4', a1c: '7.1', ldl: '104', albumin: '22' },
    { when: '2y4m', creatinine: '1.08', egfr: '59', potassium: '4.5', a1c: '7.6', ldl: '98', albumin: '31' },
    { when: '1y7m', creatinine: '1.15', egfr: '54', potassium: '4.6', a1c: '7.3', ldl: '92', albumin: '38' },
    { when: '9m', creatinine: '1.14', egfr: '55', potassium: '5.2', a1c: '7.0', ldl: '88', albumin: '35' },
    { when: '3m', creatinine: '1.10', egfr: '57', potassium: '4.0', a1c: '6.9', ldl: '84', albumin: '33' },
  ];
  for (const round of rounds) {
    const on = workdayAgo(round.when);
    addPanel(chart, 'basicMetabolic', on, {
      glucose: '138',
      sodium: '140',
      potassium: round.potassium,
      chloride: '103',
      bicarbonate: '25',
      urea: '19',
      creatinine: round.creatinine,
      egfr: round.egfr,
      calcium: '9.4',
    });
    addPanel(chart, 'a1c', on, { a1c: round.a1c });
    addPanel(chart, 'lipid', on, { cholesterol: '178', triglycerides: '142', hdl: '51', ldl: round.ldl });
    addLab(chart, 'urineAlbumin', round.albumin, on);
  }
}

function addVisits(chart: Chart): void {
  const { workdayAgo } = chart.calendar;
  const helen = staff('helenBrooks');
  const past = [
    { when: '4y6m', reason: 'Annual check-up', bloodPressure: '142/88', weight: '84.6' },
    { when: '3y5m', reason: 'Annual check-up', bloodPressure: '138/86', weight: '83.9' },
    { when: '2y4m', reason: 'Diabetes follow-up', bloodPressure: '146/90', weight: '84.2' },
    { when: '1y7m', reason: 'Kidney function', bloodPressure: '140/84', weight: '82.8' },
    { when: '9m', reason: 'Diabetes follow-up', bloodPressure: '144/88', weight: '82.0' },
  ];
  for (const { when, reason, ...vitals } of past) {
    const encounter = addVisit(chart, 'followUp', {
      on: workdayAgo(when),
      by: helen,
      reason,
      note: `${reason}.\n\nFeels well. Takes medicines as listed, no missed doses that she recalls. Blood pressure ${vitals.bloodPressure} sitting, weight ${vitals.weight} kg.\n\nPlan: continue as listed. Laboratory today. Return in about a year, sooner if home readings rise.`,
    });
    addVitals(
      chart,
      workdayAgo(when),
      { ...vitals, pulse: '76', height: '165', temperature: '36.7', oxygen: '98' },
      { by: staff('rosaDelgado'), encounter: referTo(encounter) },
    );
  }
  const lastVisit = addVisit(chart, 'followUp', {
    on: workdayAgo('3m'),
    by: helen,
    reason: 'Blood pressure above goal',
    note: [
      'Blood pressure above goal on lisinopril 20 mg. Home cuff checked against ours: within 4 mmHg.',
      'No headache, no chest pain, no swelling. Walks 30 minutes on most days.',
      'Office 152/92, repeat 150/90. Lungs clear, no edema.',
      'Assessment: essential hypertension, not at goal. Type 2 diabetes, at goal (A1c 6.9%). CKD stage 3a, stable; potassium 4.0.',
      'Plan: add amlodipine 5 mg in the evening. Home blood pressure twice a week, fasting glucose, weight weekly. Video visit in three months.',
    ].join('\n\n'),
  });
  addVitals(
    chart,
    workdayAgo('3m'),
    {
      bloodPressure: '152/92',
      pulse: '78',
      weight: '81.0',
      height: '165',
      bmi: '29.8',
      temperature: '36.6',
      oxygen: '98',
    },
    { by: staff('rosaDelgado'), encounter: referTo(lastVisit) },
  );
  addNote(chart, 'consult', {
    title: 'Eye examination report',
    on: workdayAgo('10m'),
    by: helen,
    form: 'pdf',
    slug: 'eye-report',
    text: 'EYE EXAMINATION (external report, filed)\n\nPatient: Ada Louise Martin, born 21-Nov-1961\n\nDilated examination of both eyes. No diabetic retinopathy.\nVisual acuity 20/25 right, 20/20 left, with correction.\n\nRecommendation: repeat in 12 months.',
  });
  addNote(chart, 'phone', {
    title: 'Telephone note: ankle swelling',
    on: workdayAgo('6w'),
    by: staff('rosaDelgado'),
    inline: true,
    text: 'Called about slight ankle swelling in the evenings since amlodipine was started. No shortness of breath, no weight gain. Advised to raise the legs, and to call again if it gets worse. Dr. Brooks informed.',
  });
}

function addHomeReadings(chart: Chart): void {
  const { ago, today } = chart.calendar;
  const noise = seededNoise(chart.newId('home'));
  const cuff = addHomeDevice(chart, 'cuff', 'Upper-arm blood pressure monitor');
  const meter = addHomeDevice(chart, 'meter', 'Blood glucose meter');
  const scale = addHomeDevice(chart, 'scale', 'Bathroom scale');
  for (let daysAgo = 60; daysAgo >= 1; daysAgo -= 1) {
    const on = ago(`${daysAgo}d`);
    if (daysAgo % 3 === 0) {
      const systolic = scattered(noise, 134 + daysAgo / 6, 7);
      const diastolic = scattered(noise, 82 + daysAgo / 12, 5);
      addHomeReading(chart, cuff, { kind: 'bloodPressure', value: `${systolic}/${diastolic}` }, on);
    }
    if (daysAgo % 2 === 0) {
      addHomeReading(chart, meter, { kind: 'glucose', value: scattered(noise, 128, 18) }, on, '06:50');
    }
    if (daysAgo % 7 === 0) {
      addHomeReading(chart, scale, { kind: 'weight', value: scattered(noise, 80.6, 0.7, 1) }, on, '06:45');
    }
  }
  addHomeReading(chart, cuff, { kind: 'bloodPressure', value: '134/82' }, today, '06:40');
}
