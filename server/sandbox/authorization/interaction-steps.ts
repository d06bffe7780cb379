// What still has to be asked of a person before an app gets access: log in, choose a patient, choose a visit,
// tick the scopes. Decides the next step from what is known; draws nothing, stores nothing.
import type { LaunchRequest, PersonalityName, SandboxPerson } from '#server/sandbox/contract';
import { readScope } from './scopes.ts';
import { traitOf } from './traits.ts';

/** What the person answered so far. `null`: asked, and none chosen. */
export interface Answers {
  username?: string;
  patient?: string | null;
  encounter?: string | null;
}

export type Step = 'login' | 'patient' | 'visit' | 'consent' | 'done';

export interface StepQuestion {
  personality: PersonalityName;
  scopes: string[];
  person: SandboxPerson | undefined;
  answers: Answers;
  /** The app asks only who this is, and nothing says that the person must be asked for it. */
  identityOnly: boolean;
  /** The person gave this app access before. */
  gaveBefore: boolean;
  /** Present when an EHR launch asked for `prompt=login`: it says patient and visit. */
  launch: LaunchRequest | undefined;
}

/** SMART: with a `patient/` scope or `launch/patient` the EHR settles on a patient. */
export function needsPatient(personality: PersonalityName, scopes: string[], person: SandboxPerson): boolean {
  const asked =
    scopes.includes('launch/patient') || scopes.some((scope) => readScope(scope)?.level === 'patient');
  return asked && (person.kind !== 'staff' || traitOf(personality, 'staffStandalone') === 'patient-if-asked');
}

export function decideStep(question: StepQuestion): Step {
  const { person, answers, scopes } = question;
  if (!person) return 'login';
  if (question.launch) return 'done';
  if (question.identityOnly && (person.kind === 'staff' || question.gaveBefore)) return 'done';
  if (answers.patient === undefined && needsPatient(question.personality, scopes, person)) return 'patient';
  if (answers.patient && answers.encounter === undefined && scopes.includes('launch/encounter'))
    return 'visit';
  return 'consent';
}

const IDENTITY = ['openid', 'fhirUser', 'profile'];

/** As an app asks to have somebody identified again: no record, no access that lasts. */
export function asksIdentityOnly(asked: readonly string[]): boolean {
  return asked.includes('openid') && asked.every((scope) => IDENTITY.includes(scope));
}

/** A patient or proxy sees only theirs; staff see all. */
export function mayChoose(person: SandboxPerson, patient: string): boolean {
  return person.kind === 'staff' || person.patients.includes(patient);
}
