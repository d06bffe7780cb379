// The code systems the sandbox's records speak, and the two small makers of coded values.
// Knows no patient and no date.
import type { CodeableConcept, Coding } from '@medplum/fhirtypes';

export const LOINC = 'http://loinc.org';
export const SNOMED = 'http://snomed.info/sct';
export const ICD10CM = 'http://hl7.org/fhir/sid/icd-10-cm';
export const RXNORM = 'http://www.nlm.nih.gov/research/umls/rxnorm';
export const CVX = 'http://hl7.org/fhir/sid/cvx';
export const UCUM = 'http://unitsofmeasure.org';

/** HL7 Terminology (THO) code system by its short name, e.g. `hl7('v3-ActCode')`. */
export function hl7(name: string): string {
  return `http://terminology.hl7.org/CodeSystem/${name}`;
}

/** Code systems, identifier systems and extensions that only the sandbox uses. */
export function ownSystem(name: string): string {
  return `https://webside.example/sandbox/${name}`;
}

export function usCore(name: string): string {
  return `http://hl7.org/fhir/us/core/StructureDefinition/${name}`;
}

export function coding(system: string, code: string, display: string): Coding {
  return { system, code, display };
}

/** A coded value with the words a person would read. */
export function concept(text: string, ...codings: Coding[]): CodeableConcept {
  return codings.length > 0 ? { coding: codings, text } : { text };
}
