// A medication as the chart lists it, read from a US Core MedicationRequest.
export { readMedicationRequest } from './medication-request.ts';
