// What people answer: questionnaire scores, smoking status, pregnancy.
import type { CodeableConcept, Coding, Observation, Practitioner, Reference } from '@medplum/fhirtypes';
import {
  coding,
  concept,
  hl7,
  LOINC,
  measureCode,
  SCORES,
  SNOMED,
  usCore,
} from '#server/sandbox/patients/terms';
import { amountOf } from './amount.ts';
import type { Day } from './calendar.ts';
import { add, type Chart } from './chart.ts';

export function addScore(
  chart: Chart,
  score: keyof typeof SCORES,
  value: string,
  on: Day,
  by?: Reference<Practitioner>,
): Observation {
  return add<Observation>(chart, {
    resourceType: 'Observation',
    id: chart.newId(score),
    meta: { profile: [usCore('us-core-observation-screening-assessment')] },
    status: 'final',
    category: [concept('Survey', coding(hl7('observation-category'), 'survey', 'Survey'))],
    code: measureCode(SCORES[score]),
    subject: chart.subject,
    effectiveDateTime: chart.calendar.at(on, '08:55'),
    performer: by ? [by] : undefined,
    valueQuantity: amountOf(SCORES[score], value),
  });
}

const SMOKING = {
  never: concept('Never smoked', coding(SNOMED, '266919005', 'Never smoked tobacco')),
  former: concept('Former smoker', coding(SNOMED, '8517006', 'Ex-smoker')),
  daily: concept('Smokes daily', coding(SNOMED, '449868002', 'Smokes tobacco daily')),
};

export function addSmoking(chart: Chart, status: keyof typeof SMOKING, on: Day): Observation {
  return addSocial(
    chart,
    'smoking',
    coding(LOINC, '72166-2', 'Tobacco smoking status'),
    on,
    'us-core-smokingstatus',
    SMOKING[status],
  );
}

export function addPregnancy(chart: Chart, on: Day, due: Day): Observation[] {
  const pregnant = addSocial(
    chart,
    'pregnancy-status',
    coding(LOINC, '82810-3', 'Pregnancy status'),
    on,
    'us-core-observation-pregnancystatus',
    concept('Pregnant', coding(SNOMED, '77386006', 'Pregnancy')),
  );
  const delivery = add<Observation>(chart, {
    resourceType: 'Observation',
    id: chart.newId('due-date'),
    status: 'final',
    category: [socialHistory()],
    code: concept('Estimated delivery date', coding(LOINC, '11778-8', 'Delivery date Estimated')),
    subject: chart.subject,
    effectiveDateTime: on,
    valueDateTime: due,
  });
  return [pregnant, delivery];
}

function addSocial(
  chart: Chart,
  slug: string,
  code: Coding,
  on: Day,
  profile: string,
  value: CodeableConcept,
): Observation {
  return add<Observation>(chart, {
    resourceType: 'Observation',
    id: chart.newId(slug),
    meta: { profile: [usCore(profile)] },
    status: 'final',
    category: [socialHistory()],
    code: concept(code.display ?? '', code),
    subject: chart.subject,
    effectiveDateTime: on,
    valueCodeableConcept: value,
  });
}

function socialHistory(): CodeableConcept {
  return concept('Social History', coding(hl7('observation-category'), 'social-history', 'Social History'));
}
