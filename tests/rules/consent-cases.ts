// Vignettes of consent: who said yes to which text, when and how, and where everybody is.
import type { Vignette } from './ask.ts';

const AT = '2026-11-20T12:00:00-05:00';
const yes = (kind: string, more: object = {}): object => ({
  kind,
  version: { telehealth: '3', recording: '1', 'ai-listening': '2' }[kind],
  givenAt: '2026-11-01T12:00:00-05:00',
  ...more,
});
const patient = (consents: object[], more: object = {}): object => ({
  ref: 'p',
  role: 'patient',
  state: 'NY',
  ageYears: 44,
  consents,
  ...more,
});
const clinician = (consents: object[] = [], more: object = {}): object => ({
  ref: 'c',
  role: 'clinician',
  state: 'NY',
  consents,
  ...more,
});
const asked = (participants: object[], more: object = {}): object => ({
  at: AT,
  patientState: 'NY',
  modality: 'video',
  wants: { recording: false, aiListening: false },
  currentVersions: { telehealth: '3', recording: '1', aiListening: '2' },
  participants,
  ...more,
});
const one = (more: object = {}, person: object = {}, around: object = {}): object =>
  asked([patient([yes('telehealth', more)], person), clinician()], around);
const recorded = (participants: object[], more: object = {}): object =>
  asked(participants, { wants: { recording: true, aiListening: true }, ...more });
const all = [yes('telehealth'), yes('recording'), yes('ai-listening')];
const both = [yes('recording'), yes('ai-listening')];
const sides = (recording: string, aiListening: string): Record<string, unknown> => ({
  recording: { outcome: recording },
  aiListening: { outcome: aiListening },
});
const TELE = 'consent-policy/telehealth';
const EVERY = 'consent-policy/everyone-present';
const MINOR = 'consent-policy/minor';
const why = (...told: [code: string, rule: string][]): Record<string, unknown> => ({
  reasons: told.map(([code, rule]) => ({ code, rule })),
});
/** Off or barred, with each reason; the visit has none of it. */
const side = (outcome: string, ...told: [code: string, rule: string][]): Record<string, unknown> => ({
  outcome,
  ...why(...told),
});
const IN_NY = ['recalled-row', 'recording-law/NY'] as [string, string];
const lacks = (why: string): Record<string, unknown> => ({
  missing: [{ participant: 'p', kind: 'telehealth', why }],
});

export const CONSENT: readonly Vignette[] = [
  ['the product’s default text', TELE, one(), 'allow', { missing: [], ...sides('off', 'off') }],
  ['no consent', TELE, asked([patient([]), clinician()]), 'block', lacks('not-given')],
  ['an older text', TELE, one({ version: '2' }), 'block', lacks('old-version')],
  ['given that very moment', TELE, one({ givenAt: AT }), 'allow'],
  [
    'given a second later',
    TELE,
    one({ givenAt: '2026-11-20T12:00:01-05:00' }),
    'block',
    lacks('given-later'),
  ],
  ['given a year ago to the day', TELE, one({ givenAt: '2025-11-20T09:00:00-05:00' }), 'allow'],
  [
    'given a year and a day ago',
    TELE,
    one({ givenAt: '2025-11-19T23:59:59-05:00' }),
    'block',
    lacks('older-than-allowed'),
  ],
  [
    'given on a leap day',
    TELE,
    one({ givenAt: '2024-02-29T12:00:00-05:00' }, {}, { at: '2025-02-28T12:00:00-05:00' }),
    'allow',
  ],
  [
    'a day after the leap year',
    TELE,
    one({ givenAt: '2024-02-29T12:00:00-05:00' }, {}, { at: '2025-03-01T12:00:00-05:00' }),
    'block',
  ],
  ['for video, now video', TELE, one({ modality: 'video' }), 'allow'],
  [
    'for video, now phone',
    TELE,
    one({ modality: 'video' }, {}, { modality: 'audio' }),
    'block',
    lacks('other-modality'),
  ],
  ['withdrawn that second', TELE, one({ withdrawnAt: AT }), 'block', lacks('withdrawn')],
  ['withdrawn a second later', TELE, one({ withdrawnAt: '2026-11-20T12:00:01-05:00' }), 'allow'],
  [
    'withdrawn and given anew',
    TELE,
    asked([
      patient([yes('telehealth', { withdrawnAt: '2026-11-02T12:00:00-05:00' }), yes('telehealth')]),
      clinician(),
    ]),
    'allow',
  ],
  ['in Spanish through an interpreter', TELE, one({ language: 'es', interpreter: true }), 'allow'],
  [
    'the clinician’s consent is not the patient’s',
    TELE,
    asked([patient([]), clinician([yes('telehealth')])]),
    'block',
    lacks('not-given'),
  ],
  ['18 years, alone', MINOR, one({}, { ageYears: 18 }), 'allow'],
  [
    '17 years, alone',
    MINOR,
    one({}, { ageYears: 17 }),
    'needs-review',
    { ...lacks('minor-alone'), codes: ['minor-alone'] },
  ],
  ['17 years, by a parent', MINOR, one({ by: 'parent' }, { ageYears: 17 }), 'allow'],
  ['5 years, by a guardian', MINOR, one({ by: 'guardian' }, { ageYears: 5 }), 'allow'],
  ['44 years, by a proxy', MINOR, one({ by: 'proxy' }), 'allow'],
  [
    '44 years, by a parent',
    MINOR,
    one({ by: 'parent' }),
    'needs-review',
    lacks('representative-of-an-adult'),
  ],
  ['age not known', MINOR, one({}, { ageYears: undefined }), 'needs-review', { codes: ['missing-fact'] }],
  ['age not known, by a guardian', MINOR, one({ by: 'guardian' }, { ageYears: undefined }), 'allow'],
  [
    'two patients, one without',
    TELE,
    asked([patient([yes('telehealth')]), patient([], { ref: 'q' })]),
    'block',
    { missing: [{ participant: 'q', kind: 'telehealth', why: 'not-given' }] },
  ],
  [
    'no patient there',
    TELE,
    asked([clinician()]),
    'needs-review',
    { ...why(['missing-fact', 'participants']), missing: [] },
  ],
  [
    'place unknown',
    TELE,
    one({}, {}, { patientState: null }),
    'needs-review',
    { ...why(['missing-fact', 'patientState']), missing: [] },
  ],
  [
    'text’s version unknown',
    TELE,
    one({}, {}, { currentVersions: { recording: '1', aiListening: '2' } }),
    'needs-review',
    { ...why(['missing-fact', 'currentVersions.telehealth']), missing: [] },
  ],
  [
    'consent that is not given is told with the product’s rule and the state’s words',
    TELE,
    asked([patient([]), clinician()]),
    'block',
    why(['consent-not-given', TELE], ['recalled-row', 'telehealth-consent/NY']),
  ],
  [
    'consent that holds, the same',
    TELE,
    one({ givenAt: '2026-11-20T11:59:59-05:00' }),
    'allow',
    why(['telehealth-consent', TELE], ['recalled-row', 'telehealth-consent/NY']),
  ],
  [
    'a minor alone is told with the rule for minors',
    MINOR,
    one({}, { ageYears: 12 }),
    'needs-review',
    why(['minor-alone', MINOR], ['recalled-row', 'telehealth-consent/NY']),
  ],
  [
    'an age that nobody knows is a missing fact by name',
    MINOR,
    one({}, { ageYears: undefined, state: null }),
    'needs-review',
    {
      ...why(['missing-fact', 'ageYears'], ['recalled-row', 'telehealth-consent/NY']),
      ...lacks('age-unknown'),
    },
  ],
  [
    'a parent’s word for a grown child is told as a fact',
    MINOR,
    one({ by: 'parent' }, { ageYears: 30 }),
    'needs-review',
    why(['representative-of-an-adult', 'participants'], ['recalled-row', 'telehealth-consent/NY']),
  ],
  ['18 years, by a parent', MINOR, one({ by: 'parent' }, { ageYears: 18 }), 'needs-review'],
  ['age not known, by a parent', MINOR, one({ by: 'parent' }, { ageYears: undefined }), 'allow'],
  [
    'two patients, one a minor alone, one without a consent',
    TELE,
    asked([patient([yes('telehealth')], { ageYears: 15 }), patient([], { ref: 'q' })]),
    'block',
    {
      ...why(['minor-alone', MINOR], ['consent-not-given', TELE], ['recalled-row', 'telehealth-consent/NY']),
      missing: [
        { participant: 'p', kind: 'telehealth', why: 'minor-alone' },
        { participant: 'q', kind: 'telehealth', why: 'not-given' },
      ],
    },
  ],
  [
    'two patients, a minor alone and a grown child of a parent: both for a person',
    TELE,
    asked([
      patient([yes('telehealth')], { ageYears: 15 }),
      patient([yes('telehealth', { by: 'parent' })], { ref: 'q' }),
    ]),
    'needs-review',
  ],
  [
    'two patients, a grown child of a parent and one without',
    TELE,
    asked([patient([yes('telehealth', { by: 'parent' })]), patient([], { ref: 'q' })]),
    'block',
    { codes: ['representative-of-an-adult', 'consent-not-given'] },
  ],
  [
    'nobody speaks of Puerto Rico',
    TELE,
    one({}, {}, { patientState: 'PR' }),
    'needs-review',
    { codes: ['no-row'] },
  ],
  [
    'Vermont, phone: its row ran out, the default decides',
    'telehealth-consent/VT',
    one({}, {}, { patientState: 'VT', modality: 'audio' }),
    'allow',
    { codes: ['row-ran-out'] },
  ],
  [
    'Vermont, phone, while its row stood',
    'telehealth-consent/VT',
    one(
      { givenAt: '2024-03-01T12:00:00-05:00' },
      {},
      { patientState: 'VT', modality: 'audio', at: '2024-06-01T12:00:00-04:00' },
    ),
    'block',
    lacks('other-modality'),
  ],
  [
    'Vermont, video, while its row stood: the plain text does',
    'telehealth-consent/VT',
    one(
      { givenAt: '2024-03-01T12:00:00-05:00' },
      {},
      { patientState: 'VT', at: '2024-06-01T12:00:00-04:00' },
    ),
    'allow',
    { codes: ['state-words'] },
  ],
  [
    'the same, with its own consent for phone',
    'telehealth-consent/VT',
    one(
      { givenAt: '2024-03-01T12:00:00-05:00', modality: 'audio' },
      {},
      { patientState: 'VT', modality: 'audio', at: '2024-06-01T12:00:00-04:00' },
    ),
    'allow',
    { codes: ['state-words'] },
  ],
  ['a recalled row is shown', 'telehealth-consent/NY', one(), 'allow', { codes: ['recalled-row'] }],
  [
    'everybody agreed',
    EVERY,
    recorded([patient(all), clinician(both)]),
    'allow',
    { ...sides('allow', 'allow'), missing: [] },
  ],
  ['not wanted though agreed', EVERY, asked([patient(all), clinician(both)]), 'allow', sides('off', 'off')],
  [
    'the clinician did not agree',
    EVERY,
    recorded([patient(all), clinician()]),
    'allow',
    {
      ...sides('off', 'off'),
      missing: [
        { participant: 'c', kind: 'recording', why: 'not-given' },
        { participant: 'c', kind: 'ai-listening', why: 'not-given' },
      ],
    },
  ],
  [
    'the caregiver did not agree',
    EVERY,
    recorded([patient(all), clinician(both), { ref: 'g', role: 'caregiver', state: 'NY', consents: [] }]),
    'allow',
    sides('off', 'off'),
  ],
  [
    'the interpreter agreed to one',
    EVERY,
    recorded([
      patient(all),
      clinician(both),
      { ref: 'i', role: 'interpreter', state: 'NY', consents: [yes('recording')] },
    ]),
    'allow',
    sides('allow', 'off'),
  ],
  [
    'recording refused never touches the visit',
    EVERY,
    recorded([patient([yes('telehealth')]), clinician(both)]),
    'allow',
    sides('off', 'off'),
  ],
  [
    'recording without telehealth consent',
    EVERY,
    recorded([patient(both), clinician(both)]),
    'block',
    sides('allow', 'allow'),
  ],
  [
    'an older text of the recording',
    EVERY,
    recorded([
      patient([yes('telehealth'), yes('recording', { version: '0' }), yes('ai-listening')]),
      clinician(both),
    ]),
    'allow',
    sides('off', 'allow'),
  ],
  [
    'recording withdrawn',
    EVERY,
    recorded([
      patient([yes('telehealth'), yes('recording', { withdrawnAt: AT }), yes('ai-listening')]),
      clinician(both),
    ]),
    'allow',
    sides('off', 'allow'),
  ],
  [
    'AI listening a year and a day old',
    EVERY,
    recorded([
      patient([
        yes('telehealth'),
        yes('recording'),
        yes('ai-listening', { givenAt: '2025-11-19T12:00:00-05:00' }),
      ]),
      clinician(both),
    ]),
    'allow',
    sides('allow', 'off'),
  ],
  [
    'a minor’s own yes to recording',
    MINOR,
    recorded([patient([yes('telehealth', { by: 'parent' }), ...both], { ageYears: 15 }), clinician(both)]),
    'allow',
    sides('off', 'off'),
  ],
  [
    'a parent’s yes to recording',
    MINOR,
    recorded([
      patient(
        [
          yes('telehealth', { by: 'parent' }),
          yes('recording', { by: 'parent' }),
          yes('ai-listening', { by: 'parent' }),
        ],
        { ageYears: 15 },
      ),
      clinician(both),
    ]),
    'allow',
    sides('allow', 'allow'),
  ],
  [
    'patient in Vermont',
    'recording-bar/VT',
    recorded([patient(all, { state: 'VT' }), clinician(both)], { patientState: 'VT' }),
    'allow',
    sides('block', 'block'),
  ],
  [
    'clinician in Vermont',
    'recording-bar/VT',
    recorded([patient(all), clinician(both, { state: 'VT' })]),
    'allow',
    sides('block', 'block'),
  ],
  [
    'interpreter in Vermont',
    'recording-bar/VT',
    recorded([patient(all), clinician(both), { ref: 'i', role: 'interpreter', state: 'VT', consents: both }]),
    'allow',
    sides('block', 'block'),
  ],
  [
    'in Vermont and nobody wants it',
    'recording-bar/VT',
    asked([patient(all, { state: 'VT' }), clinician()], { patientState: 'VT' }),
    'allow',
    sides('off', 'off'),
  ],
  [
    'one-party patient, all-party clinician',
    'recording-law/CA',
    recorded([patient(all), clinician(both, { state: 'CA' })]),
    'allow',
    sides('allow', 'allow'),
  ],
  [
    'somebody’s place unknown',
    EVERY,
    recorded([patient(all), clinician(both, { state: null })]),
    'allow',
    sides('off', 'off'),
  ],
  [
    'somebody where no row speaks',
    EVERY,
    recorded([patient(all), clinician(both, { state: 'GU' })]),
    'allow',
    sides('off', 'off'),
  ],
  [
    'version of the recording text unknown',
    EVERY,
    recorded([patient(all), clinician(both)], { currentVersions: { telehealth: '3', aiListening: '2' } }),
    'allow',
    sides('off', 'allow'),
  ],
  [
    'a yes to telehealth of the same number is no yes to recording',
    EVERY,
    recorded([
      patient([yes('telehealth'), yes('telehealth', { version: '1' }), yes('ai-listening')]),
      clinician(both),
    ]),
    'allow',
    { ...sides('off', 'allow'), missing: [{ participant: 'p', kind: 'recording', why: 'not-given' }] },
  ],
  [
    'wanted by nobody is told so',
    EVERY,
    asked([patient(all), clinician(both)], { wants: { recording: true, aiListening: false } }),
    'allow',
    {
      recording: side('allow', ['everyone-agreed', EVERY], IN_NY),
      aiListening: side('off', ['not-wanted', 'wants.aiListening']),
    },
  ],
  [
    'listened to and not recorded',
    EVERY,
    asked([patient(all), clinician(both)], { wants: { recording: false, aiListening: true } }),
    'allow',
    {
      recording: side('off', ['not-wanted', 'wants.recording']),
      aiListening: side('allow', ['everyone-agreed', EVERY], IN_NY),
    },
  ],
  [
    'one without a word is told with the law of the place',
    EVERY,
    recorded([patient(all), clinician([yes('recording')])]),
    'allow',
    {
      recording: side('allow', ['everyone-agreed', EVERY], IN_NY),
      aiListening: side('off', ['not-everyone-agreed', EVERY], IN_NY),
    },
  ],
  [
    'an all-party law that was read is told as the law of the place',
    'recording-law/FL',
    recorded([patient(all), clinician(both, { state: 'FL' })]),
    'allow',
    { recording: side('allow', ['everyone-agreed', EVERY], IN_NY, ['law-of-place', 'recording-law/FL']) },
  ],
  [
    'barred for all, whoever else lacks a consent',
    'recording-bar/VT',
    recorded([patient([yes('telehealth')]), clinician([], { state: 'VT' })]),
    'allow',
    {
      missing: [],
      recording: side('block', ['barred-here', 'recording-bar/VT']),
      aiListening: side('block', ['barred-here', 'recording-bar/VT']),
    },
  ],
  [
    'the visit’s place unknown, everybody’s own known: off',
    EVERY,
    recorded([patient(all), clinician(both)], { patientState: null }),
    'needs-review',
    {
      recording: side('off', ['missing-fact', 'patientState']),
      aiListening: side('off', ['missing-fact', 'patientState']),
    },
  ],
  [
    'nobody there agrees to nothing',
    EVERY,
    recorded([]),
    'needs-review',
    {
      recording: side('off', ['missing-fact', 'participants']),
      aiListening: side('off', ['missing-fact', 'participants']),
    },
  ],
  [
    'one place unknown is told by name',
    EVERY,
    recorded([patient(all, { state: null }), clinician(both)]),
    'allow',
    { recording: side('off', ['missing-fact', 'participants.state']) },
  ],
  [
    'a place where no row speaks is told by name',
    EVERY,
    recorded([patient(all), clinician(both, { state: 'PR' })]),
    'allow',
    { recording: side('off', ['no-row', 'recording-law/PR']) },
  ],
  [
    'versions of neither text known',
    EVERY,
    recorded([patient(all), clinician(both)], { currentVersions: { telehealth: '3' } }),
    'allow',
    {
      recording: side('off', ['missing-fact', 'currentVersions.recording']),
      aiListening: side('off', ['missing-fact', 'currentVersions.aiListening']),
    },
  ],
];
