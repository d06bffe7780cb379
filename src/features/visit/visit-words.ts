// The patient's words of a visit come with its pages, not with the first paint, and in the language that is spoken.
import { speak, spokenLanguage } from '#lib/i18n';

export function withVisitWords<Module>(load: Promise<Module>): Promise<Module> {
  return Promise.all([load, speak(spokenLanguage(), 'visit-patient')]).then(([module]) => module);
}
