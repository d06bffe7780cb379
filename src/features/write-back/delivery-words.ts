// The words of the write-back come with its screens. Staff read English.
import { speak } from '#lib/i18n';

export function withDeliveryWords<Module>(load: Promise<Module>): Promise<Module> {
  return Promise.all([load, speak('en', 'delivery-staff')]).then(([module]) => module);
}
