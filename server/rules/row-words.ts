// What a row is about, what a condition asks and what a consent lacks, in English for a biller or a compliance officer.
// For the command alone, beside the words of the reason codes.
import type { RowKind } from '#domain/rules';

/** After a doubt: the row is recalled, has run out, is missing: what would it have said? */
export const ROW_WORDS: Readonly<Partial<Record<RowKind, string>>> = {
  compact: 'what the compact gives',
  'compact-member': 'where the state stands in the compact',
  registration: 'the state’s registration for telehealth from outside',
  exception: 'this kind of exception',
  'licence-policy': 'what a licence of this place is worth',
  'telehealth-consent': 'what the state says about consent to telehealth',
  'recording-law': 'the recording law of the place',
  'consent-policy': 'the product’s rule on consent',
  'em-level': 'the level of the visit',
  prolonged: 'prolonged time',
  psychotherapy: 'the minutes of this code',
  'care-code': 'what this code counts',
  'payer-rule': 'how this payer wants the service claimed',
  'telehealth-law': 'the law that lets the visit be telehealth',
  'place-code': 'the place of service',
  'prescribing-path': 'this way of prescribing',
  'prescribing-policy': 'the product’s rule on prescribing',
  'state-limit': 'the state’s limits on controlled substances',
  drug: 'the schedule of the drug',
};

/** Where the sentence of the reason's code would be wrong for one row. */
export const RULE_WORDS: Readonly<Record<string, string>> = {
  'payer-rule/unknown/telehealth':
    'No payer’s wish: ordinary codes with 95 or 93, as the product does where no row speaks.',
  'payer-rule/unknown/other': 'No payer’s wish: ordinary codes, as the product does where no row speaks.',
  'payer-rule/self-pay/telehealth': 'The patient pays: ordinary codes without a payer’s modifiers.',
  'payer-rule/self-pay/other': 'The patient pays: ordinary codes without a payer’s modifiers.',
  'place-code/11': 'This is no telehealth visit: the clinician’s usual place of service.',
};

export const CONDITION_WORDS: Readonly<Record<string, string>> = {
  'pdmp-check': 'the prescription monitoring programme is asked first',
  'epcs-module': 'signed and sent by a certified prescribing module',
  'state-limits': 'a person checks the state’s own limits',
  'supply-limit': 'no more than the six months of first supply that the rule gives',
  'audio-only-facts':
    'the record says that the clinician could use video, the patient could not or would not, and was at home',
  'in-person-evaluation': 'the prescriber sees the patient in person, or an exception is on record',
};

export const LACK_WORDS: Readonly<Record<string, string>> = {
  'not-given': 'none on record',
  'given-later': 'given only after that moment',
  'old-version': 'given to an older text',
  'older-than-allowed': 'older than a year',
  'other-modality': 'given for the other way of meeting',
  withdrawn: 'withdrawn',
  'representative-of-an-adult': 'given by a parent for a grown person',
  'minor-alone': 'given by a minor alone',
  'age-unknown': 'given by somebody whose age is not known',
};
