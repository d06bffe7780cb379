// Medicines and vaccines by a short name. RxNorm codes name the ingredient unless the exact product
// is certain; the strength then stands in the words, as many records have it.
import type { CodeableConcept } from '@medplum/fhirtypes';
import { CVX, coding, concept, RXNORM } from './coding.ts';

function drug(text: string, rxnorm: string, name: string): CodeableConcept {
  return concept(text, coding(RXNORM, rxnorm, name));
}

function vaccine(text: string, cvx: string, name: string): CodeableConcept {
  return concept(text, coding(CVX, cvx, name));
}

export const DRUGS = {
  lisinopril10: drug('lisinopril 10 mg tablet', '314076', 'lisinopril 10 MG Oral Tablet'),
  lisinopril20: drug('lisinopril 20 mg tablet', '314077', 'lisinopril 20 MG Oral Tablet'),
  amlodipine5: drug('amlodipine 5 mg tablet', '197361', 'amlodipine 5 MG Oral Tablet'),
  losartan50: drug('losartan 50 mg tablet', '52175', 'losartan'),
  hydrochlorothiazide25: drug(
    'hydrochlorothiazide 25 mg tablet',
    '310798',
    'hydrochlorothiazide 25 MG Oral Tablet',
  ),
  metoprololSuccinate50: drug('metoprolol succinate ER 50 mg tablet', '6918', 'metoprolol'),
  carvedilol12: drug('carvedilol 12.5 mg tablet', '20352', 'carvedilol'),
  furosemide40: drug('furosemide 40 mg tablet', '313988', 'furosemide 40 MG Oral Tablet'),
  spironolactone25: drug('spironolactone 25 mg tablet', '9997', 'spironolactone'),
  atorvastatin20: drug('atorvastatin 20 mg tablet', '617310', 'atorvastatin 20 MG Oral Tablet'),
  atorvastatin40: drug('atorvastatin 40 mg tablet', '617311', 'atorvastatin 40 MG Oral Tablet'),
  aspirin81: drug('aspirin 81 mg tablet', '243670', 'aspirin 81 MG Oral Tablet'),
  apixaban5: drug('apixaban 5 mg tablet', '1364430', 'apixaban'),
  warfarin5: drug('warfarin 5 mg tablet', '855332', 'warfarin sodium 5 MG Oral Tablet'),
  metformin500: drug(
    'metformin ER 500 mg tablet',
    '860975',
    '24 HR metformin hydrochloride 500 MG Extended Release Oral Tablet',
  ),
  empagliflozin10: drug('empagliflozin 10 mg tablet', '1545653', 'empagliflozin'),
  insulinGlargine: drug('insulin glargine 100 units/mL pen', '274783', 'insulin glargine'),
  levothyroxine50: drug('levothyroxine 50 mcg tablet', '10582', 'levothyroxine'),
  omeprazole20: drug('omeprazole 20 mg capsule', '7646', 'omeprazole'),
  alendronate70: drug('alendronate 70 mg tablet', '46041', 'alendronate'),
  vitaminD1000: drug('cholecalciferol 1,000 units tablet', '2418', 'cholecalciferol'),
  acetaminophen500: drug('acetaminophen 500 mg tablet', '198440', 'acetaminophen 500 MG Oral Tablet'),
  ibuprofen200: drug('ibuprofen 200 mg tablet', '310965', 'ibuprofen 200 MG Oral Tablet'),
  tamsulosin04: drug('tamsulosin 0.4 mg capsule', '77492', 'tamsulosin'),
  tiotropium: drug('tiotropium 18 mcg inhalation capsule', '69120', 'tiotropium'),
  albuterol: drug('albuterol 90 mcg inhaler', '435', 'albuterol'),
  fluticasone44: drug('fluticasone 44 mcg inhaler', '41126', 'fluticasone'),
  montelukast10: drug('montelukast 10 mg tablet', '88249', 'montelukast'),
  cetirizine: drug('cetirizine 1 mg/mL oral solution', '20610', 'cetirizine'),
  amoxicillin: drug('amoxicillin 400 mg/5 mL suspension', '723', 'amoxicillin'),
  sumatriptan50: drug('sumatriptan 50 mg tablet', '37418', 'sumatriptan'),
  sertraline50: drug('sertraline 50 mg tablet', '312941', 'sertraline 50 MG Oral Tablet'),
  sertraline100: drug('sertraline 100 mg tablet', '36437', 'sertraline'),
  trazodone50: drug('trazodone 50 mg tablet', '10737', 'trazodone'),
  ferrousSulfate: drug('ferrous sulfate 325 mg tablet', '24947', 'ferrous sulfate'),
  folicAcid: drug('folic acid 1 mg tablet', '4511', 'folic acid'),
  epoetin: drug('epoetin alfa 10,000 units injection', '105694', 'epoetin alfa'),
} satisfies Record<string, CodeableConcept>;

export const VACCINES = {
  influenza: vaccine('Influenza, seasonal', '140', 'Influenza, seasonal, injectable, preservative free'),
  covid: vaccine('COVID-19 (mRNA)', '208', 'COVID-19, mRNA, LNP-S, PF, 30 mcg/0.3 mL dose'),
  tdap: vaccine('Tdap', '115', 'Tdap'),
  pneumococcal23: vaccine('Pneumococcal polysaccharide (PPSV23)', '33', 'pneumococcal polysaccharide PPV23'),
  pneumococcal20: vaccine(
    'Pneumococcal conjugate (PCV20)',
    '216',
    'Pneumococcal conjugate vaccine 20-valent',
  ),
  pneumococcal13: vaccine('Pneumococcal conjugate (PCV13)', '133', 'Pneumococcal conjugate PCV 13'),
  zoster: vaccine('Zoster (shingles)', '187', 'zoster recombinant'),
  hepatitisBChild: vaccine('Hepatitis B', '08', 'Hep B, adolescent or pediatric'),
  hepatitisBAdult: vaccine('Hepatitis B', '43', 'Hep B, adult'),
  dtap: vaccine('DTaP', '20', 'DTaP'),
  polio: vaccine('Polio (IPV)', '10', 'IPV'),
  hib: vaccine('Hib', '48', 'Hib (PRP-T)'),
  rotavirus: vaccine('Rotavirus', '119', 'rotavirus, monovalent'),
  mmr: vaccine('MMR', '03', 'MMR'),
  varicella: vaccine('Varicella', '21', 'varicella'),
  hepatitisAChild: vaccine('Hepatitis A', '83', 'Hep A, ped/adol, 2 dose'),
} satisfies Record<string, CodeableConcept>;
