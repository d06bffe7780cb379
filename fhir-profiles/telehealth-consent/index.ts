// A consent given in a visit – to telehealth, to recording, to listening by software – as a FHIR Consent.
export {
  buildConsent,
  type ConsentFacts,
  readConsent,
  TELEHEALTH_CONSENT_PROFILE,
} from './telehealth-consent.ts';
