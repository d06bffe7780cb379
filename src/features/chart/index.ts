// The clinician's chart: what the record says of this launch's patient, list by list as it comes.
import { lazy } from 'react';
import { speak } from '#lib/i18n';

export { forgetWrongPatient, isWrongPatient, wrongPatientQuery } from './wrong-patient.ts';

/** Staff screens are in English. */
function withWords<Module>(load: Promise<Module>): Promise<Module> {
  return Promise.all([load, speak('en', 'app', 'staff', 'chart')]).then(([module]) => module);
}

export const ChartPage = lazy(() =>
  withWords(import('./ChartPage.tsx')).then((page) => ({ default: page.ChartPage })),
);
export const WrongPatientPage = lazy(() =>
  withWords(import('./WrongPatientPage.tsx')).then((page) => ({ default: page.WrongPatientPage })),
);
