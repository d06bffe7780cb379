// The facts of a charge as fields of a form: which stand on the page for this service, and how each one's value is
// written and read. Must not know how anything is drawn.
import { type ChargeAnswers, type ChargeField, type ChargeView, VISIT_SERVICES } from '#domain/billing';
import { STATE_CODES } from '#domain/rules';
import { PLACES } from '#domain/visit';

export type SimpleField = Exclude<ChargeField, 'payer' | 'decisionMaking'>;

interface Form {
  /** Values to choose from; null: typed. */
  choices: readonly string[] | null;
  show(answers: ChargeAnswers): string;
  /** Undefined: open, or not readable as a value. */
  read(text: string): ChargeAnswers[ChargeField];
}

type TextName = 'service' | 'modality' | 'patientPlace' | 'audioOnlyReason';
type FlagName =
  | 'patientIsNew'
  | 'clinicianVideoCapable'
  | 'acuteStroke'
  | 'patientInitiated'
  | 'leadsToVisitWithin24h';

const choice = (field: TextName, choices: readonly string[]): Form => ({
  choices,
  show: (answers) => answers[field] ?? '',
  read: (text) => (choices.find((one) => one === text) ?? undefined) as ChargeAnswers[TextName],
});
const flag = (field: FlagName): Form => ({
  choices: ['yes', 'no'],
  show: (answers) => (answers[field] === undefined ? '' : answers[field] ? 'yes' : 'no'),
  read: (text) => (text === '' ? undefined : text === 'yes'),
});
const minutes = (field: 'totalMinutes' | 'medicalDiscussionMinutes'): Form => ({
  choices: null,
  show: (answers) => String(answers[field] ?? ''),
  read: (text) => {
    const count = Number(text);
    return text.trim() !== '' && Number.isFinite(count) && count >= 0 && count <= 1440 ? count : undefined;
  },
});

/** Whether seven days lie between is all that the rules ask. */
const RELATED: Readonly<Record<string, number | null>> = { none: null, within: 7, longer: 8 };

export const FORMS: Readonly<Record<SimpleField, Form>> = {
  service: choice('service', VISIT_SERVICES),
  modality: choice('modality', ['video', 'audio']),
  patientPlace: choice('patientPlace', PLACES),
  audioOnlyReason: choice('audioOnlyReason', ['patient-cannot', 'patient-declines', 'none']),
  patientIsNew: flag('patientIsNew'),
  clinicianVideoCapable: flag('clinicianVideoCapable'),
  acuteStroke: flag('acuteStroke'),
  patientInitiated: flag('patientInitiated'),
  leadsToVisitWithin24h: flag('leadsToVisitWithin24h'),
  totalMinutes: minutes('totalMinutes'),
  medicalDiscussionMinutes: minutes('medicalDiscussionMinutes'),
  serviceDate: {
    choices: null,
    show: (answers) => answers.serviceDate ?? '',
    read: (text) => (/^\d{4}-\d\d-\d\d$/.test(text.trim()) ? text.trim() : undefined),
  },
  patientState: {
    choices: null,
    show: (answers) => answers.patientState ?? '',
    read: (text) => STATE_CODES.find((code) => code === text.trim().toUpperCase()),
  },
  relatedVisitDaysAgo: {
    choices: Object.keys(RELATED),
    show: ({ relatedVisitDaysAgo: days }) =>
      days === undefined ? '' : days === null ? 'none' : days <= 7 ? 'within' : 'longer',
    read: (text) => RELATED[text],
  },
};

const ALWAYS: readonly ChargeField[] = [
  'service',
  'serviceDate',
  'payer',
  'modality',
  'patientPlace',
  'patientState',
];
const OF_SERVICE: Readonly<Record<(typeof VISIT_SERVICES)[number], readonly ChargeField[]>> = {
  'office-visit': ['patientIsNew', 'totalMinutes', 'decisionMaking'],
  psychotherapy: ['totalMinutes'],
  'psychotherapy-crisis': ['totalMinutes'],
  'group-psychotherapy': [],
  'virtual-check-in': [
    'patientIsNew',
    'patientInitiated',
    'relatedVisitDaysAgo',
    'leadsToVisitWithin24h',
    'medicalDiscussionMinutes',
  ],
};
const IN_ORDER: readonly ChargeField[] = [
  ...ALWAYS,
  ...['patientIsNew', 'audioOnlyReason', 'clinicianVideoCapable', 'totalMinutes'],
  ...['medicalDiscussionMinutes', 'decisionMaking', 'acuteStroke', 'patientInitiated'],
  ...['relatedVisitDaysAgo', 'leadsToVisitWithin24h'],
] as readonly ChargeField[];

/** Fields that stand on the page, in order: what the service needs, what the rules ask, what was said. */
export function listFields({ answers, fields }: Pick<ChargeView, 'answers' | 'fields'>): ChargeField[] {
  const needed = OF_SERVICE[answers.service ?? 'office-visit'];
  const ofAudio: readonly ChargeField[] = ['audioOnlyReason', 'clinicianVideoCapable'];
  return IN_ORDER.filter((field) => {
    const view = fields.find((one) => one.field === field);
    return (
      ALWAYS.includes(field) ||
      needed.includes(field) ||
      (answers.modality === 'audio' && ofAudio.includes(field)) ||
      view?.isAsked === true ||
      (view !== undefined && view.from !== 'none')
    );
  });
}
