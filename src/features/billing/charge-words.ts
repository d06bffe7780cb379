// The words of the charge come with its screens, in English as all of the staff's.
import { speak } from '#lib/i18n';

export function withChargeWords<Module>(load: Promise<Module>): Promise<Module> {
  return Promise.all([load, speak('en', 'app', 'charge-staff')]).then(([module]) => module);
}
