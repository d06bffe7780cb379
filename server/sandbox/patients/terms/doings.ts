// What is done with a patient: procedures, kinds of encounter, kinds of note.
import type { CodeableConcept, Coding } from '@medplum/fhirtypes';
import { coding, concept, hl7, LOINC, SNOMED } from './coding.ts';

function procedure(text: string, snomed: string): CodeableConcept {
  return concept(text, coding(SNOMED, snomed, text));
}

export const PROCEDURES = {
  colonoscopy: procedure('Colonoscopy', '73761001'),
  appendectomy: procedure('Appendectomy', '80146002'),
  cholecystectomy: procedure('Cholecystectomy', '38102005'),
  kneeReplacement: procedure('Total knee replacement', '609588000'),
  cesarean: procedure('Cesarean section', '11466000'),
  echocardiography: procedure('Echocardiography', '40701008'),
  mammography: procedure('Mammography', '71651007'),
  spirometry: procedure('Spirometry', '127783003'),
  coronaryBypass: procedure('Coronary artery bypass grafting', '232717009'),
  cataractExtraction: procedure('Extraction of cataract', '54885007'),
  hemodialysis: procedure('Hemodialysis', '302497006'),
  depressionScreening: procedure('Depression screening', '171207006'),
  psychotherapy: procedure('Psychotherapy', '75516001'),
  boneDensity: procedure('Bone density scan', '312681000'),
  fetalAnatomy: procedure('Fetal anatomy study', '271442007'),
} satisfies Record<string, CodeableConcept>;

export interface VisitKind {
  class: Coding;
  type: CodeableConcept;
}

const AMBULATORY = coding(hl7('v3-ActCode'), 'AMB', 'ambulatory');
const VIRTUAL = coding(hl7('v3-ActCode'), 'VR', 'virtual');
const EMERGENCY = coding(hl7('v3-ActCode'), 'EMER', 'emergency');
const INPATIENT = coding(hl7('v3-ActCode'), 'IMP', 'inpatient encounter');

export const VISITS = {
  checkUp: { class: AMBULATORY, type: procedure('Encounter for check up', '185349003') },
  followUp: { class: AMBULATORY, type: procedure('Follow-up encounter', '390906007') },
  problem: { class: AMBULATORY, type: procedure('Encounter for problem', '185347001') },
  wellChild: { class: AMBULATORY, type: procedure('Well child visit', '410620009') },
  prenatal: { class: AMBULATORY, type: procedure('Prenatal visit', '424619006') },
  video: { class: VIRTUAL, type: procedure('Telemedicine consultation with patient', '448337001') },
  phone: { class: VIRTUAL, type: procedure('Telephone encounter', '185317003') },
  emergency: { class: EMERGENCY, type: procedure('Emergency room admission', '50849002') },
  hospital: { class: INPATIENT, type: procedure('Hospital admission', '32485007') },
  dialysis: { class: AMBULATORY, type: procedure('Patient encounter procedure', '308335008') },
} satisfies Record<string, VisitKind>;

function noteType(text: string, loinc: string, name: string): CodeableConcept {
  return concept(text, coding(LOINC, loinc, name));
}

export const NOTES = {
  progress: noteType('Progress note', '11506-3', 'Progress note'),
  consult: noteType('Consult note', '11488-4', 'Consult note'),
  discharge: noteType('Discharge summary', '18842-5', 'Discharge summary'),
  history: noteType('History and physical', '34117-2', 'History and physical note'),
  phone: noteType('Telephone note', '34748-4', 'Telephone encounter Note'),
  summary: noteType('Summary from elsewhere', '34133-9', 'Summary of episode note'),
  patient: noteType('Note from patient or family', '51855-5', 'Patient Note'),
} satisfies Record<string, CodeableConcept>;
