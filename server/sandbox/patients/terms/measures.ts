// Things that are measured: laboratory tests with adult reference ranges, panels, vital signs, and
// scores. Limits are strings, as they are printed, so that "3.50" is never shortened to 3.5.
import { LOINC } from './coding.ts';

export interface Measure {
  loinc: string;
  /** LOINC long name. */
  display: string;
  /** What a clinician calls it. */
  text: string;
  /** As printed; `ucum` is the code. */
  unit: string;
  ucum: string;
  low?: string;
  high?: string;
}

function measure(
  text: string,
  loinc: string,
  display: string,
  unit: string,
  ucum: string,
  low?: string,
  high?: string,
): Measure {
  return { text, loinc, display, unit, ucum, ...(low ? { low } : {}), ...(high ? { high } : {}) };
}

const SERUM = 'in Serum or Plasma';
const BLOOD = 'in Blood by Automated count';

export const TESTS = {
  glucose: measure('Glucose', '2345-7', `Glucose [Mass/volume] ${SERUM}`, 'mg/dL', 'mg/dL', '70', '99'),
  sodium: measure('Sodium', '2951-2', `Sodium [Moles/volume] ${SERUM}`, 'mmol/L', 'mmol/L', '135', '145'),
  potassium: measure(
    'Potassium',
    '2823-3',
    `Potassium [Moles/volume] ${SERUM}`,
    'mmol/L',
    'mmol/L',
    '3.5',
    '5.0',
  ),
  chloride: measure(
    'Chloride',
    '2075-0',
    `Chloride [Moles/volume] ${SERUM}`,
    'mmol/L',
    'mmol/L',
    '98',
    '107',
  ),
  bicarbonate: measure(
    'Carbon dioxide, total',
    '2028-9',
    `Carbon dioxide, total [Moles/volume] ${SERUM}`,
    'mmol/L',
    'mmol/L',
    '22',
    '29',
  ),
  urea: measure(
    'Urea nitrogen',
    '3094-0',
    `Urea nitrogen [Mass/volume] ${SERUM}`,
    'mg/dL',
    'mg/dL',
    '7',
    '20',
  ),
  creatinine: measure(
    'Creatinine',
    '2160-0',
    `Creatinine [Mass/volume] ${SERUM}`,
    'mg/dL',
    'mg/dL',
    '0.60',
    '1.20',
  ),
  calcium: measure('Calcium', '17861-6', `Calcium [Mass/volume] ${SERUM}`, 'mg/dL', 'mg/dL', '8.6', '10.2'),
  phosphate: measure(
    'Phosphate',
    '2777-1',
    `Phosphate [Mass/volume] ${SERUM}`,
    'mg/dL',
    'mg/dL',
    '2.5',
    '4.5',
  ),
  egfr: measure(
    'eGFR',
    '98979-8',
    'Glomerular filtration rate/1.73 sq M.predicted [Volume Rate/Area] in Serum, Plasma or Blood by Creatinine-based formula (CKD-EPI 2021)',
    'mL/min/1.73 m2',
    'mL/min/{1.73_m2}',
    '60',
  ),
  a1c: measure(
    'Hemoglobin A1c',
    '4548-4',
    'Hemoglobin A1c/Hemoglobin.total in Blood',
    '%',
    '%',
    '4.0',
    '5.6',
  ),
  cholesterol: measure(
    'Cholesterol',
    '2093-3',
    `Cholesterol [Mass/volume] ${SERUM}`,
    'mg/dL',
    'mg/dL',
    undefined,
    '199',
  ),
  triglycerides: measure(
    'Triglycerides',
    '2571-8',
    `Triglyceride [Mass/volume] ${SERUM}`,
    'mg/dL',
    'mg/dL',
    undefined,
    '149',
  ),
  hdl: measure(
    'HDL cholesterol',
    '2085-9',
    `Cholesterol in HDL [Mass/volume] ${SERUM}`,
    'mg/dL',
    'mg/dL',
    '40',
  ),
  ldl: measure(
    'LDL cholesterol (calculated)',
    '13457-7',
    `Cholesterol in LDL [Mass/volume] ${SERUM} by calculation`,
    'mg/dL',
    'mg/dL',
    undefined,
    '99',
  ),
  hemoglobin: measure(
    'Hemoglobin',
    '718-7',
    'Hemoglobin [Mass/volume] in Blood',
    'g/dL',
    'g/dL',
    '12.0',
    '16.0',
  ),
  hematocrit: measure(
    'Hematocrit',
    '4544-3',
    'Hematocrit [Volume Fraction] of Blood by Automated count',
    '%',
    '%',
    '36.0',
    '46.0',
  ),
  leukocytes: measure(
    'White blood cells',
    '6690-2',
    `Leukocytes [#/volume] ${BLOOD}`,
    '10*3/uL',
    '10*3/uL',
    '4.0',
    '11.0',
  ),
  platelets: measure(
    'Platelets',
    '777-3',
    `Platelets [#/volume] ${BLOOD}`,
    '10*3/uL',
    '10*3/uL',
    '150',
    '400',
  ),
  tsh: measure('TSH', '3016-3', `Thyrotropin [Units/volume] ${SERUM}`, 'mIU/L', 'm[IU]/L', '0.40', '4.50'),
  alt: measure(
    'ALT',
    '1742-6',
    `Alanine aminotransferase [Enzymatic activity/volume] ${SERUM}`,
    'U/L',
    'U/L',
    '7',
    '45',
  ),
  ast: measure(
    'AST',
    '1920-8',
    `Aspartate aminotransferase [Enzymatic activity/volume] ${SERUM}`,
    'U/L',
    'U/L',
    '8',
    '40',
  ),
  albumin: measure('Albumin', '1751-7', `Albumin [Mass/volume] ${SERUM}`, 'g/dL', 'g/dL', '3.5', '5.0'),
  ferritin: measure('Ferritin', '2276-4', `Ferritin [Mass/volume] ${SERUM}`, 'ng/mL', 'ng/mL', '15', '200'),
  ntProBnp: measure(
    'NT-proBNP',
    '33762-6',
    `Natriuretic peptide.B prohormone N-Terminal [Mass/volume] ${SERUM}`,
    'pg/mL',
    'pg/mL',
    undefined,
    '450',
  ),
  inr: measure(
    'INR',
    '6301-6',
    'INR in Platelet poor plasma by Coagulation assay',
    '{INR}',
    '{INR}',
    '0.9',
    '1.1',
  ),
  urineAlbumin: measure(
    'Urine albumin/creatinine',
    '9318-7',
    'Albumin/Creatinine [Mass Ratio] in Urine',
    'mg/g',
    'mg/g',
    undefined,
    '29',
  ),
} satisfies Record<string, Measure>;

export type TestName = keyof typeof TESTS;

export interface Panel {
  text: string;
  loinc: string;
  display: string;
}

export const PANELS = {
  basicMetabolic: {
    text: 'Basic metabolic panel',
    loinc: '51990-0',
    display: 'Basic metabolic panel - Blood',
  },
  lipid: { text: 'Lipid panel', loinc: '24331-1', display: 'Lipid 1996 panel - Serum or Plasma' },
  bloodCount: {
    text: 'Complete blood count',
    loinc: '58410-2',
    display: 'CBC panel - Blood by Automated count',
  },
  a1c: { text: 'Hemoglobin A1c', loinc: '4548-4', display: 'Hemoglobin A1c/Hemoglobin.total in Blood' },
} satisfies Record<string, Panel>;

export const VITALS = {
  bloodPressure: measure(
    'Blood pressure',
    '85354-9',
    'Blood pressure panel with all children optional',
    'mmHg',
    'mm[Hg]',
  ),
  systolic: measure('Systolic blood pressure', '8480-6', 'Systolic blood pressure', 'mmHg', 'mm[Hg]'),
  diastolic: measure('Diastolic blood pressure', '8462-4', 'Diastolic blood pressure', 'mmHg', 'mm[Hg]'),
  pulse: measure('Heart rate', '8867-4', 'Heart rate', 'beats/minute', '/min'),
  breathing: measure('Respiratory rate', '9279-1', 'Respiratory rate', 'breaths/minute', '/min'),
  temperature: measure('Body temperature', '8310-5', 'Body temperature', '°C', 'Cel'),
  weight: measure('Body weight', '29463-7', 'Body weight', 'kg', 'kg'),
  height: measure('Body height', '8302-2', 'Body height', 'cm', 'cm'),
  bmi: measure('Body mass index', '39156-5', 'Body mass index (BMI) [Ratio]', 'kg/m2', 'kg/m2'),
  oxygen: measure(
    'Oxygen saturation',
    '59408-5',
    'Oxygen saturation in Arterial blood by Pulse oximetry',
    '%',
    '%',
  ),
} satisfies Record<string, Measure>;

export const HOME_GLUCOSE: Measure = measure(
  'Blood glucose (home meter)',
  '41653-7',
  'Glucose [Mass/volume] in Capillary blood by Glucometer',
  'mg/dL',
  'mg/dL',
);

export const SCORES = {
  phq9: measure(
    'PHQ-9 total score',
    '44261-6',
    'Patient Health Questionnaire 9 item (PHQ-9) total score [Reported]',
    '{score}',
    '{score}',
  ),
  gad7: measure(
    'GAD-7 total score',
    '70274-6',
    'Generalized anxiety disorder 7 item (GAD-7) total score [Reported.PHQ]',
    '{score}',
    '{score}',
  ),
} satisfies Record<string, Measure>;

/** The measure as a FHIR code. */
export function measureCode(what: Pick<Measure, 'loinc' | 'display' | 'text'>) {
  return { coding: [{ system: LOINC, code: what.loinc, display: what.display }], text: what.text };
}
