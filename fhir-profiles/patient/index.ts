// The patient as the banner and the chart show them, read from a US Core Patient.
export { type HomePlace, readHome } from './home.ts';
export { readMailAddresses } from './mail-addresses.ts';
export { type PatientRead, readPatient } from './patient.ts';
export { readPatientRow } from './patient-row.ts';
