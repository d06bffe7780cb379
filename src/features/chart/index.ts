// The clinician's chart: what the record says of this launch's patient, list by list as it comes.
import { lazy } from 'react';
import { speak } from '#lib/i18n';

export { forgetWrongPatient, isWrongPatient, wrongPatientQuery } from './wrong-patient.ts';

/** Staff screens are in English. */
function withWords<Module>(load: Promise<Module>, words: 'chart' | 'chart-more'): Promise<Module> {
  return Promise.all([load, speak('en', 'app', words)]).then(([module]) => module);
}

/** Fetches the chart's page and words; what a screen may begin before it can draw the page. */
export const loadChartPage = () => withWords(import('./ChartPage.tsx'), 'chart');

export const ChartPage = lazy(() => loadChartPage().then((page) => ({ default: page.ChartPage })));
export const ChartFacts = lazy(() =>
  Promise.all([import('./ChartFacts.tsx'), speak('en', 'app', 'chart', 'chart-more')]).then(([facts]) => ({
    default: facts.ChartFacts,
  })),
);
export const WrongPatientPage = lazy(() =>
  withWords(import('./WrongPatientPage.tsx'), 'chart-more').then((page) => ({
    default: page.WrongPatientPage,
  })),
);
