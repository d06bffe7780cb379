// Facts of services that are no office visit, to be changed by each vignette.

export const about = (service: string, more: object): object => ({
  serviceDate: '2026-11-20',
  payer: { kind: 'medicare-b' },
  modality: 'video',
  service,
  ...more,
});
export const therapy = (more: object): object => about('psychotherapy', { patientPlace: 'home', ...more });
export const crisis = (more: object): object =>
  about('psychotherapy-crisis', { patientPlace: 'home', ...more });
export const open = {
  patientIsNew: false,
  patientInitiated: true,
  relatedVisitDaysAgo: null,
  leadsToVisitWithin24h: false,
};
export const checkIn = (more: object): object =>
  about('virtual-check-in', { modality: 'audio', ...open, medicalDiscussionMinutes: 7, ...more });
export const eVisit = (more: object): object =>
  about('e-visit', { modality: 'message', ...open, cumulativeMinutes7Days: 7, ...more });
export const rpm = (more: object): object =>
  about('rpm-month', { modality: 'none', interactiveContact: true, ...more });
export const ccm = (more: object): object =>
  about('ccm-month', { modality: 'none', chronicConditions: 2, ...more });
