// Consents on the server: the texts in force, who agreed to which, and the consent rule asked about it.
export type { Heard, KeptAnswer, ListeningRegister } from './listening-register.ts';
export {
  type ConsentAsked,
  type ConsentLine,
  type ConsentRegister,
  createConsents,
  type NewConsent,
} from './register.ts';
