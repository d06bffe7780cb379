// Parts of the chart that come after its first lists bring the words for them along.
import { speak } from '#lib/i18n';

export function withMoreWords<Module>(load: Promise<Module>): Promise<Module> {
  return Promise.all([load, speak('en', 'chart-more')]).then(([module]) => module);
}
