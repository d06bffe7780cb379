// Samuel Greene: depression and anxiety, seen by the psychologist by video for years. Pays himself.
// Nothing about allergies stands in his record, which is not the same as having none.
import { staff } from '#server/sandbox/patients/clinic';
import {
  addCareTeam,
  addMedication,
  addNote,
  addProblem,
  addProcedure,
  addScore,
  addSelfPay,
  addSmoking,
  addVisit,
  bookVideoVisit,
  type Calendar,
  type Chart,
  openChart,
} from '#server/sandbox/patients/record';
import { DRUGS, PROBLEMS, PROCEDURES } from '#server/sandbox/patients/terms';

export function samuelGreene(calendar: Calendar): Chart {
  const julian = staff('julianKatz');
  const amara = staff('amaraDiallo');
  const chart = openChart(calendar, {
    id: 'samuel-greene',
    given: ['Samuel'],
    family: 'Greene',
    birthDate: '1996-04-25',
    sex: 'male',
    birthSex: 'M',
    mrn: '100108',
    races: ['white', 'native'],
    ethnicity: 'notHispanic',
    address: { line: '5 Example Winter Hill', city: 'Somerville', state: 'MA', zip: '02145' },
    phone: '617-555-0134',
    email: 'samuel.greene@people.example',
    marital: 'S',
    emergencyContact: { name: 'Dana Greene', relation: 'Sibling', phone: '617-555-0135' },
    generalPractitioner: amara,
  });
  const { ago, workdayAgo } = calendar;

  const depression = addProblem(chart, PROBLEMS.majorDepression, { onset: ago('4y'), by: julian });
  addProblem(chart, PROBLEMS.generalizedAnxiety, { onset: ago('4y'), by: julian });
  addProblem(chart, PROBLEMS.insomnia, { onset: ago('2y'), by: amara });
  addMedication(chart, DRUGS.sertraline50, {
    since: ago('3y10m'),
    status: 'stopped',
    dose: '1 tablet once a day',
    by: amara,
    reason: depression,
  });
  addMedication(chart, DRUGS.sertraline100, {
    since: ago('1y2m'),
    dose: '1 tablet once a day',
    by: amara,
    reason: depression,
  });
  addMedication(chart, DRUGS.trazodone50, {
    since: ago('1y'),
    status: 'on-hold',
    dose: '1 tablet at bedtime as needed for sleep',
    by: amara,
  });

  const scores = [
    ['4y', '19', '16'],
    ['3y6m', '14', '13'],
    ['3y', '11', '12'],
    ['2y', '9', '10'],
    ['1y2m', '15', '14'],
    ['8m', '10', '9'],
    ['4m', '8', '7'],
    ['5w', '6', '7'],
  ] as const;
  for (const [when, phq9, gad7] of scores) {
    const on = workdayAgo(when);
    addScore(chart, 'phq9', phq9, on, julian);
    addScore(chart, 'gad7', gad7, on, julian);
    addVisit(chart, when === '4y' ? 'problem' : 'video', {
      on,
      minutes: 45,
      by: julian,
      reason: 'Psychotherapy',
      note: `PHQ-9 ${phq9}, GAD-7 ${gad7}. No thoughts of harming himself, asked directly.\n\nWorked on activity planning and on thoughts at night. Homework: sleep diary, one outing with a friend.\n\nPlan: continue, next session as booked.`,
    });
    addProcedure(chart, PROCEDURES.psychotherapy, on, { by: julian });
  }
  addNote(chart, 'progress', {
    title: 'Safety plan',
    on: workdayAgo('1y2m'),
    by: julian,
    slug: 'safety-plan',
    form: 'pdf',
    text: 'SAFETY PLAN\n\nSamuel Greene, born 25-Apr-1996\n\n1. Warning signs: not sleeping two nights in a row, staying in bed past noon.\n2. What I can do alone: walk by the river, music, cold shower.\n3. People: Dana (sibling), Mike from work.\n4. Professionals: Dr. Katz, the clinic line. 988 at any hour.\n5. Making the place safe: Dana keeps the medicine box.',
  });
  addProcedure(chart, PROCEDURES.depressionScreening, workdayAgo('4y'));
  addSmoking(chart, 'daily', workdayAgo('4m'));
  addCareTeam(chart, [julian, amara]);
  addSelfPay(chart, ago('2y'));
  bookVideoVisit(chart, { time: '13:00', with: julian, reason: 'Psychotherapy', encounter: 'planned' });
  bookVideoVisit(chart, {
    on: calendar.workdayAhead('7d'),
    time: '13:00',
    with: julian,
    reason: 'Psychotherapy',
    encounter: 'none',
  });
  return chart;
}
