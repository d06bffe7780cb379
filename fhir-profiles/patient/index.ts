// The patient as the banner shows them, read from a US Core Patient.
export { type PatientRead, readPatient } from './patient.ts';
export { isReadablePatient } from './patient-shape.ts';
