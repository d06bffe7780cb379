// Lucía Herrera: speaks Spanish and needs an interpreter. Asthma and prediabetes; Medicaid.
import { staff } from '#server/sandbox/patients/clinic';
import {
  addAllergy,
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

export function luciaHerrera(calendar: Calendar): Chart {
  const amara = staff('amaraDiallo');
  const chart = openChart(calendar, {
    id: 'lucia-herrera',
    given: ['Lucía', 'Isabel'],
    family: 'Herrera',
    birthDate: '1983-06-04',
    sex: 'female',
    birthSex: 'F',
    mrn: '100103',
    races: ['white'],
    ethnicity: 'hispanic',
    address: { line: '215 Example Canal Street, Apt 3', city: 'Lawrence', state: 'MA', zip: '01840' },
    phone: '978-555-0163',
    email: 'lucia.herrera@people.example',
    language: 'es',
    needsInterpreter: true,
    marital: 'S',
    emergencyContact: { name: 'Carmen Herrera', relation: 'Sister', phone: '978-555-0164' },
    generalPractitioner: amara,
  });
  const { ago, workdayAgo } = calendar;

  const asthma = addProblem(chart, PROBLEMS.asthma, { onset: ago('19y'), by: amara });
  addProblem(chart, PROBLEMS.prediabetes, { onset: ago('1y6m'), by: amara });
  addProblem(chart, PROBLEMS.obesity, { onset: ago('6y'), by: amara });
  addAllergy(chart, ALLERGENS.peanut, {
    reaction: REACTIONS.anaphylaxis,
    severity: 'severe',
    criticality: 'high',
    recorded: ago('8y'),
    by: amara,
  });
  addMedication(chart, DRUGS.albuterol, {
    since: ago('8y'),
    dose: '2 puffs every 4 to 6 hours as needed',
    by: amara,
    reason: asthma,
  });
  addMedication(chart, DRUGS.fluticasone44, {
    since: ago('2y'),
    dose: '2 puffs twice a day, rinse the mouth afterwards',
    by: amara,
    reason: asthma,
  });
  addMedication(chart, DRUGS.vitaminD1000, {
    since: ago('1y'),
    dose: '1 tablet once a day',
    by: amara,
    reported: true,
  });

  for (const [index, when] of ['3y1m', '2y', '1y6m', '6m'].entries()) {
    const on = workdayAgo(when);
    const visit = addVisit(chart, 'followUp', {
      on,
      by: amara,
      reason: 'Asthma follow-up',
      note: `Visit held with an interpreter (Spanish). Uses albuterol about ${4 - index} times a week. No night waking this month.\n\nLungs clear. Inhaler technique shown and repeated back.\n\nPlan: continue controller. Written action plan in Spanish given.`,
    });
    addVitals(
      chart,
      on,
      { bloodPressure: `12${index}/7${index + 4}`, weight: `${88 - index}.0`, height: '160', oxygen: '97' },
      { by: staff('rosaDelgado'), encounter: referTo(visit) },
    );
    addPanel(chart, 'a1c', on, { a1c: ['5.6', '5.8', '6.0', '5.9'][index] ?? '5.9' });
    addPanel(chart, 'basicMetabolic', on, {
      glucose: String(98 + 3 * index),
      potassium: '4.1',
      creatinine: '0.70',
    });
  }
  addNote(chart, 'progress', {
    title: 'Plan de acción para el asma',
    on: workdayAgo('6m'),
    by: amara,
    form: 'html',
    slug: 'asthma-plan',
    text: '<h1>Plan de acción para el asma</h1><p><b>Verde:</b> respira bien, sin tos. Siga con el inhalador de control dos veces al día.</p><p><b>Amarillo:</b> tos o silbidos. Use el inhalador de rescate, 2 inhalaciones.</p><p><b>Rojo:</b> le cuesta hablar o caminar. Llame al 911.</p>',
  });
  addGlucose(chart);

  addImmunization(chart, VACCINES.influenza, workdayAgo('1m'));
  addImmunization(chart, VACCINES.tdap, workdayAgo('4y'));
  addImmunization(chart, VACCINES.hepatitisBAdult, workdayAgo('5y'));
  addProcedure(chart, PROCEDURES.spirometry, workdayAgo('2y'));
  addProcedure(chart, PROCEDURES.cholecystectomy, ago('7y3m'));
  addSmoking(chart, 'never', workdayAgo('6m'));
  addCoverage(chart, 'medicaid', { memberId: 'BCM-30077415', since: ago('5y') });
  bookVideoVisit(chart, {
    time: '09:00',
    with: amara,
    reason: 'Asthma control; results of the last blood test',
    status: 'checked-in',
    encounter: 'planned',
    comment: 'Spanish interpreter needed.',
  });
  return chart;
}

function addGlucose(chart: Chart): void {
  const noise = seededNoise('herrera meter');
  const meter = addHomeDevice(chart, 'meter', 'Medidor de glucosa');
  for (let daysAgo = 40; daysAgo >= 2; daysAgo -= 4) {
    const value = scattered(noise, 106, 10);
    addHomeReading(chart, meter, { kind: 'glucose', value }, chart.calendar.ago(`${daysAgo}d`), '07:10');
  }
}
