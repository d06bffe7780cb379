// Laboratory results (US Core Laboratory Result Observation) and the reports that bind them.
import type { DiagnosticReport, Observation, Practitioner, Reference } from '@medplum/fhirtypes';
import {
  coding,
  concept,
  hl7,
  LOINC,
  measureCode,
  PANELS,
  TESTS,
  type TestName,
  usCore,
} from '#server/sandbox/patients/terms';
import {
  amountOf,
  type Interpretation,
  interpretationConcept,
  interpretationOf,
  rangeOf,
  rangeText,
} from './amount.ts';
import type { Day } from './calendar.ts';
import { add, type Chart, referTo, slugOf } from './chart.ts';
import { narrative } from './narrative.ts';

export interface LabOptions {
  /** Where the range alone does not say it, e.g. a critical value. */
  interpretation?: Interpretation;
  status?: Observation['status'];
  /** Part of the id, where a test has to be found by name. */
  slug?: string;
  time?: string;
}

/** One result, `value` as printed ("4.0"). */
export function addLab(
  chart: Chart,
  test: TestName,
  value: string,
  on: Day,
  options: LabOptions = {},
): Observation {
  const what = TESTS[test];
  const interpretation = options.interpretation ?? interpretationOf(what, value);
  return add<Observation>(chart, {
    resourceType: 'Observation',
    id: chart.newId(options.slug ?? slugOf(test)),
    meta: { profile: [usCore('us-core-observation-lab')] },
    // The printed form, so that nobody has to trust a float.
    text: {
      status: 'generated',
      div: narrative(
        `${what.text}: ${value} ${what.unit}${what.low || what.high ? ` (${rangeText(what)})` : ''}`,
      ),
    },
    status: options.status ?? 'final',
    category: [concept('Laboratory', coding(hl7('observation-category'), 'laboratory', 'Laboratory'))],
    code: measureCode(what),
    subject: chart.subject,
    effectiveDateTime: chart.calendar.at(on, options.time ?? '08:20'),
    issued: chart.calendar.at(on, '15:10'),
    valueQuantity: amountOf(what, value),
    interpretation: interpretation ? [interpretationConcept(interpretation)] : undefined,
    referenceRange: rangeOf(what),
  });
}

export type Results = Partial<Record<TestName, string>>;

/** A panel: its results and the report over them. */
export function addPanel(
  chart: Chart,
  panel: keyof typeof PANELS,
  on: Day,
  results: Results,
  by?: Reference<Practitioner>,
): DiagnosticReport {
  const observations = Object.entries(results).map(([test, value]) =>
    addLab(chart, test as TestName, value, on),
  );
  const { text, loinc, display } = PANELS[panel];
  return add<DiagnosticReport>(chart, {
    resourceType: 'DiagnosticReport',
    id: chart.newId(slugOf(text)),
    meta: { profile: [usCore('us-core-diagnosticreport-lab')] },
    status: 'final',
    category: [concept('Laboratory', coding(hl7('v2-0074'), 'LAB', 'Laboratory'))],
    code: concept(text, coding(LOINC, loinc, display)),
    subject: chart.subject,
    effectiveDateTime: chart.calendar.at(on, '08:20'),
    issued: chart.calendar.at(on, '15:10'),
    performer: by ? [by] : undefined,
    result: observations.map((observation) => referTo(observation, observation.code.text)),
  });
}
