// Consents on the server: the texts in force, who agreed to which, and the consent rule asked about it.
export type { Heard, KeptAnswer, ListeningRegister } from './listening-register.ts';
export { ConsentTextError, loadConsentTexts } from './load-texts.ts';
export {
  type CareStanding,
  type ConsentAsked,
  type ConsentLine,
  type ConsentRegister,
  createConsents,
  type NewConsent,
} from './register.ts';
export type { ChangedText } from './text-record.ts';
export { type ConsentTexts, digestOfText } from './texts.ts';
