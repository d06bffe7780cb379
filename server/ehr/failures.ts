// Everything that may go wrong on the road to an EHR, each with one code, what it is, what a person is told and
// what may help. The only place with these words; how an EHR's answer becomes a code is in outcome-codes.ts.
import type { Remedy } from '#domain/chart';
import { AppError, type ErrorKind } from '#server/errors';

interface Failure {
  kind: ErrorKind;
  /** For people. Never what the EHR said: that may be health data. */
  words: string;
  remedy: Remedy;
}

const THE_EHR = 'The hospital’s system';

export const EHR_FAILURES = {
  'ehr.forbidden': { kind: 'forbidden', words: `${THE_EHR} does not allow this.`, remedy: 'open-in-ehr' },
  'ehr.api-not-on-app': {
    kind: 'forbidden',
    words: `${THE_EHR} has not been set up to let Webside read this. Its analyst can switch it on.`,
    remedy: 'ask-analyst',
  },
  'ehr.scope-missing': {
    kind: 'forbidden',
    words: `${THE_EHR} did not give Webside the right to read this. Its analyst can add it.`,
    remedy: 'ask-analyst',
  },
  'ehr.client-unmapped': {
    kind: 'ehr-refused',
    words: `${THE_EHR} does not know under which of its users Webside works. Its analyst can set this.`,
    remedy: 'ask-analyst',
  },
  'ehr.not-found': { kind: 'not-found', words: `${THE_EHR} does not have this.`, remedy: 'none' },
  'ehr.gone': { kind: 'gone', words: `This was deleted in the hospital’s system.`, remedy: 'none' },
  'ehr.not-supported': {
    kind: 'ehr-refused',
    words: `${THE_EHR} does not offer this to other programs.`,
    remedy: 'open-in-ehr',
  },
  'ehr.quota-spent': {
    kind: 'unavailable',
    words: `${THE_EHR} has answered as often as it does in one day. It answers again tomorrow; until then, look there.`,
    remedy: 'open-in-ehr',
  },
  'ehr.busy': {
    kind: 'unavailable',
    words: `${THE_EHR} is very busy just now. Please try again in a minute.`,
    remedy: 'try-again',
  },
  'ehr.down': {
    kind: 'unavailable',
    words: `${THE_EHR} is not available just now.`,
    remedy: 'try-again',
  },
  'ehr.relaunch-needed': {
    kind: 'ehr-refused',
    words: `${THE_EHR} has ended this connection. What you typed is kept. Open Webside again from the chart.`,
    remedy: 'relaunch',
  },
  'ehr.headers-too-large': {
    kind: 'ehr-refused',
    words: `${THE_EHR} was given more rights for Webside than its own servers can carry. Its analyst can shorten the list.`,
    remedy: 'ask-analyst',
  },
  'ehr.element-missing': {
    kind: 'ehr-refused',
    words: `${THE_EHR} misses something in what it was sent.`,
    remedy: 'ask-analyst',
  },
  'ehr.modifier-refused': {
    kind: 'ehr-refused',
    words: `${THE_EHR} does not take what it was sent, because of a part that changes its meaning.`,
    remedy: 'ask-analyst',
  },
  'ehr.duplicate': {
    kind: 'ehr-refused',
    words: `${THE_EHR} says that it has this already. Please look there.`,
    remedy: 'open-in-ehr',
  },
  'ehr.version-clash': {
    kind: 'ehr-refused',
    words: `Somebody changed this in the hospital’s system meanwhile. Please read it again.`,
    remedy: 'try-again',
  },
  'ehr.rule-broken': {
    kind: 'ehr-refused',
    words: `This goes against a rule of the hospital’s system.`,
    remedy: 'open-in-ehr',
  },
  'ehr.rejected': {
    kind: 'ehr-refused',
    words: `${THE_EHR} could not make sense of this request.`,
    remedy: 'ask-analyst',
  },
  'ehr.refused': {
    kind: 'ehr-refused',
    words: `${THE_EHR} did not accept this request.`,
    remedy: 'ask-analyst',
  },
  'ehr.not-a-bundle': {
    kind: 'ehr-refused',
    words: `${THE_EHR} answered a search with something else.`,
    remedy: 'open-in-ehr',
  },
  'ehr.malformed': {
    kind: 'ehr-refused',
    words: `${THE_EHR} answered in a form that cannot be read.`,
    remedy: 'open-in-ehr',
  },
  'ehr.too-large': {
    kind: 'ehr-refused',
    words: `${THE_EHR} sent a document that is too large to be read here.`,
    remedy: 'open-in-ehr',
  },
  'ehr.attachments-open': {
    kind: 'too-many',
    words: 'Several documents are being opened already. Please wait for one of them.',
    remedy: 'try-again',
  },
  'ehr.too-many-entries': {
    kind: 'ehr-refused',
    words: `${THE_EHR} sent more at once than can be read safely.`,
    remedy: 'open-in-ehr',
  },
  'ehr.incomplete': {
    kind: 'ehr-refused',
    words: `${THE_EHR} held part of this list back.`,
    remedy: 'open-in-ehr',
  },
  'ehr.foreign-link': {
    kind: 'ehr-refused',
    words: `${THE_EHR} pointed to another host.`,
    remedy: 'ask-analyst',
  },
  'ehr.type-unexpected': {
    kind: 'ehr-refused',
    words: `${THE_EHR} answered with something else than was asked for.`,
    remedy: 'open-in-ehr',
  },
  'ehr.unsigned': {
    kind: 'forbidden',
    words: 'This note has not been signed yet.',
    remedy: 'none',
  },
  'ehr.unseen': { kind: 'not-found', words: 'Nothing in this chart leads there.', remedy: 'none' },
} as const satisfies Record<string, Failure>;

export type EhrFailureCode = keyof typeof EHR_FAILURES;

/** A failure of the table; `said`: the EHR's own number or word for it, for its analyst. */
export class EhrFailure extends AppError {
  readonly remedy: Remedy;
  readonly said: string | null;
  constructor(code: EhrFailureCode, said: string | null = null) {
    const { kind, words, remedy } = EHR_FAILURES[code];
    super(kind, code, words);
    this.remedy = remedy;
    this.said = said;
  }
}

export function isEhrFailureCode(code: string): code is EhrFailureCode {
  return Object.hasOwn(EHR_FAILURES, code);
}
