// Face: the builders a patient's record is written with. Open a chart, then add to it.

export { type AllergyOptions, addAllergy, addNoKnownAllergies } from './allergy.ts';
export { PRECISION_EXTENSION } from './amount.ts';
export {
  type Calendar,
  clinicDay,
  type Day,
  isWeekend,
  openCalendar,
  type Span,
  shiftDay,
} from './calendar.ts';
export { add, type Chart, continueChart, displayName, openChart, referTo, slugOf } from './chart.ts';
export { compact } from './compact.ts';
export { addCoverage, addSelfPay, buildPayers } from './coverage.ts';
export { addOnePerson, addParent } from './family.ts';
export { addLab, addPanel, type Results } from './laboratory.ts';
export { scattered, seededNoise } from './noise.ts';
export { addNote } from './note.ts';
export { buildPdf } from './pdf.ts';
export { type Home, MRN_SYSTEM, type Person } from './person.ts';
export { addProblem } from './problem.ts';
export { addPregnancy, addScore, addSmoking } from './score.ts';
export { addCareTeam, addImmunization, addMedication, addProcedure } from './treatment.ts';
export { addVisit, bookVideoVisit, laterTime, slotId } from './visit.ts';
export { addHomeDevice, addHomeReading, addVitals, HOME_CATEGORY } from './vitals.ts';
