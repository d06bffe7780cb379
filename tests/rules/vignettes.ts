// All hand-written cases, by set and topic.
import type { Topic } from '../../src/domain/rules/index.ts';
import type { Vignette } from './ask.ts';
import { AUDIO, HELD } from './audio-and-lapse.ts';
import { BILLED } from './billed-already.ts';
import { BUPRENORPHINE } from './buprenorphine-cases.ts';
import { MONTHS } from './care-by-month.ts';
import { COMPACTS } from './compact-cases.ts';
import { CONSENT } from './consent-cases.ts';
import { CONTACTS } from './contact-cases.ts';
import { EXCEPTIONS } from './exception-cases.ts';
import { LICENSURE } from './licence-cases.ts';
import { LISTENING } from './listening-cases.ts';
import { PAYERS_BY_NAME } from './payers-by-name.ts';
import { PRESCRIBING } from './prescribing-cases.ts';
import { RED_FLAGS } from './red-flag-cases.ts';
import { THERAPY } from './therapy-cases.ts';
import { PLACES, PROLONGED } from './visit-edges.ts';
import { LEVELS } from './visit-levels.ts';
import { PAYERS } from './visit-payers.ts';
import { CHANGES } from './what-would-change.ts';

export const SETS: readonly [name: string, topic: Topic, vignettes: readonly Vignette[]][] = [
  ['levels of a visit', 'billing', LEVELS],
  ['places', 'billing', PLACES],
  ['prolonged time', 'billing', PROLONGED],
  ['audio-only', 'billing', AUDIO],
  ['held claims', 'billing', HELD],
  ['payers', 'billing', [...PAYERS_BY_NAME, ...PAYERS]],
  ['billed already', 'billing', BILLED],
  ['psychotherapy', 'billing', THERAPY],
  ['short contacts', 'billing', CONTACTS],
  ['care by the month', 'billing', MONTHS],
  ['what would change', 'billing', CHANGES],
  ['licences', 'licensure', LICENSURE],
  ['compacts and exceptions', 'licensure', COMPACTS],
  ['exceptions and territories', 'licensure', EXCEPTIONS],
  ['consent', 'consent', CONSENT],
  ['recording and listening', 'consent', LISTENING],
  ['prescribing', 'prescribing', PRESCRIBING],
  ['buprenorphine', 'prescribing', BUPRENORPHINE],
  ['red flags', 'red-flags', RED_FLAGS],
];
