// The patient's words of a visit come with its pages, not with the first paint, and in the language that is spoken.
import { speak, spokenLanguage } from '#lib/i18n';

/** The words of a visit for staff, who read English. */
export function withStaffVisitWords<Module>(load: Promise<Module>): Promise<Module> {
  return Promise.all([load, speak('en', 'visit-staff')]).then(([module]) => module);
}

export function withVisitWords<Module>(load: Promise<Module>): Promise<Module> {
  return Promise.all([load, speak(spokenLanguage(), 'visit-patient')]).then(([module]) => module);
}
