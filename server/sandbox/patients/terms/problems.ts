// Diagnoses by a short name: SNOMED CT first, ICD-10-CM (fiscal year 2025 list) second.
import type { CodeableConcept } from '@medplum/fhirtypes';
import { coding, concept, ICD10CM, SNOMED } from './coding.ts';

function problem(text: string, snomed: string, icd: string, icdTitle: string): CodeableConcept {
  return concept(text, coding(SNOMED, snomed, text), coding(ICD10CM, icd, icdTitle));
}

export const PROBLEMS = {
  hypertension: problem('Essential hypertension', '59621000', 'I10', 'Essential (primary) hypertension'),
  diabetes2: problem(
    'Type 2 diabetes mellitus',
    '44054006',
    'E11.9',
    'Type 2 diabetes mellitus without complications',
  ),
  prediabetes: problem('Prediabetes', '15777000', 'R73.03', 'Prediabetes'),
  hyperlipidemia: problem('Hyperlipidemia', '55822004', 'E78.5', 'Hyperlipidemia, unspecified'),
  obesity: problem('Obesity', '414916001', 'E66.9', 'Obesity, unspecified'),
  ckd3a: problem(
    'Chronic kidney disease stage 3A',
    '700378005',
    'N18.31',
    'Chronic kidney disease, stage 3a',
  ),
  ckd3b: problem(
    'Chronic kidney disease stage 3B',
    '700379002',
    'N18.32',
    'Chronic kidney disease, stage 3b',
  ),
  endStageRenal: problem('End-stage renal disease', '46177005', 'N18.6', 'End stage renal disease'),
  anemia: problem('Anemia', '271737000', 'D64.9', 'Anemia, unspecified'),
  ironDeficiency: problem(
    'Iron deficiency anemia',
    '87522002',
    'D50.9',
    'Iron deficiency anemia, unspecified',
  ),
  heartFailure: problem('Congestive heart failure', '42343007', 'I50.9', 'Heart failure, unspecified'),
  atrialFibrillation: problem('Atrial fibrillation', '49436004', 'I48.91', 'Unspecified atrial fibrillation'),
  coronaryDisease: problem(
    'Coronary arteriosclerosis',
    '53741008',
    'I25.10',
    'Atherosclerotic heart disease of native coronary artery without angina pectoris',
  ),
  copd: problem(
    'Chronic obstructive pulmonary disease',
    '13645005',
    'J44.9',
    'Chronic obstructive pulmonary disease, unspecified',
  ),
  asthma: problem('Asthma', '195967001', 'J45.909', 'Unspecified asthma, uncomplicated'),
  mildAsthma: problem(
    'Mild persistent asthma',
    '426979002',
    'J45.30',
    'Mild persistent asthma, uncomplicated',
  ),
  allergicRhinitis: problem('Allergic rhinitis', '61582004', 'J30.9', 'Allergic rhinitis, unspecified'),
  pneumonia: problem('Pneumonia', '233604007', 'J18.9', 'Pneumonia, unspecified organism'),
  viralPharyngitis: problem(
    'Acute viral pharyngitis',
    '195662009',
    'J02.9',
    'Acute pharyngitis, unspecified',
  ),
  otitisMedia: problem('Otitis media', '65363002', 'H66.90', 'Otitis media, unspecified, unspecified ear'),
  kneeOsteoarthritis: problem(
    'Osteoarthritis of knee',
    '239873007',
    'M17.9',
    'Osteoarthritis of knee, unspecified',
  ),
  osteoporosis: problem(
    'Osteoporosis',
    '64859006',
    'M81.0',
    'Age-related osteoporosis without current pathological fracture',
  ),
  lowBackPain: problem('Low back pain', '279039007', 'M54.50', 'Low back pain, unspecified'),
  reflux: problem(
    'Gastroesophageal reflux disease',
    '235595009',
    'K21.9',
    'Gastro-esophageal reflux disease without esophagitis',
  ),
  hypothyroidism: problem('Hypothyroidism', '40930008', 'E03.9', 'Hypothyroidism, unspecified'),
  vitaminD: problem('Vitamin D deficiency', '34713006', 'E55.9', 'Vitamin D deficiency, unspecified'),
  prostate: problem(
    'Benign prostatic hyperplasia',
    '266569009',
    'N40.0',
    'Benign prostatic hyperplasia without lower urinary tract symptoms',
  ),
  hearingLoss: problem('Hearing loss', '15188001', 'H91.90', 'Unspecified hearing loss, unspecified ear'),
  cataract: problem('Cataract', '193570009', 'H26.9', 'Unspecified cataract'),
  sleepApnea: problem(
    'Obstructive sleep apnea syndrome',
    '78275009',
    'G47.33',
    'Obstructive sleep apnea (adult) (pediatric)',
  ),
  insomnia: problem('Insomnia', '193462001', 'G47.00', 'Insomnia, unspecified'),
  migraine: problem(
    'Migraine',
    '37796009',
    'G43.909',
    'Migraine, unspecified, not intractable, without status migrainosus',
  ),
  majorDepression: problem(
    'Major depressive disorder',
    '370143000',
    'F33.1',
    'Major depressive disorder, recurrent, moderate',
  ),
  generalizedAnxiety: problem(
    'Generalized anxiety disorder',
    '21897009',
    'F41.1',
    'Generalized anxiety disorder',
  ),
  urinaryInfection: problem(
    'Urinary tract infectious disease',
    '68566005',
    'N39.0',
    'Urinary tract infection, site not specified',
  ),
  atopicDermatitis: problem('Atopic dermatitis', '24079001', 'L20.9', 'Atopic dermatitis, unspecified'),
  normalPregnancy: problem(
    'Normal pregnancy',
    '72892002',
    'Z34.02',
    'Encounter for supervision of normal first pregnancy, second trimester',
  ),
  gestationalDiabetes: problem(
    'Gestational diabetes mellitus',
    '11687002',
    'O24.419',
    'Gestational diabetes mellitus in pregnancy, unspecified control',
  ),
} satisfies Record<string, CodeableConcept>;
