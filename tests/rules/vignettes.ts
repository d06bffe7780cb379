// All hand-written cases, by set and topic.
import type { Topic } from '../../src/domain/rules/index.ts';
import type { Vignette } from './ask.ts';
import { MONTHS } from './care-by-month.ts';
import { COMPACTS } from './compact-cases.ts';
import { CONSENT } from './consent-cases.ts';
import { LICENSURE } from './licence-cases.ts';
import { PRESCRIBING } from './prescribing-cases.ts';
import { RED_FLAGS } from './red-flag-cases.ts';
import { CONTACTS, THERAPY } from './therapy-and-contacts.ts';
import { AUDIO, HELD, PLACES, PROLONGED } from './visit-edges.ts';
import { LEVELS } from './visit-levels.ts';
import { PAYERS } from './visit-payers.ts';

export const SETS: readonly [name: string, topic: Topic, vignettes: readonly Vignette[]][] = [
  ['levels of a visit', 'billing', LEVELS],
  ['places', 'billing', PLACES],
  ['prolonged time', 'billing', PROLONGED],
  ['audio-only', 'billing', AUDIO],
  ['held claims', 'billing', HELD],
  ['payers', 'billing', PAYERS],
  ['psychotherapy', 'billing', THERAPY],
  ['short contacts', 'billing', CONTACTS],
  ['care by the month', 'billing', MONTHS],
  ['licences', 'licensure', LICENSURE],
  ['compacts and exceptions', 'licensure', COMPACTS],
  ['consent', 'consent', CONSENT],
  ['prescribing', 'prescribing', PRESCRIBING],
  ['red flags', 'red-flags', RED_FLAGS],
];
