import { describe, expect, it } from 'vitest';
import type { RecordedConsent, RecordedPerson, VisitRecord } from '#domain/visit';
import { type LineFacts, writeRecordLines } from './write-record-lines.ts';

const NOTHING: VisitRecord = {
  ...{ visitId: 'v', tenantId: 't', state: 'ended', patientId: 'p', patientName: null, birthDate: null },
  ...{ source: { kind: 'own', id: null }, about: null, plannedStart: null, plannedEnd: null },
  ...{ admittedAt: '2026-11-21T14:03:00.000Z', endedAt: null, emergency: null },
  ...{
    modalities: [],
    locations: [],
    identity: [],
    people: [],
    consents: [],
    listening: [],
    gate: [],
    overrides: [],
    billingReview: [],
  },
};

function linesOf(record: Partial<VisitRecord>, more: Partial<LineFacts> = {}): string[] {
  const facts: LineFacts = {
    ...{ kind: 'note', record: { ...NOTHING, ...record }, of: null, signer: null, timeZone: 'UTC' },
    ...more,
  };
  return writeRecordLines(facts).lines;
}

function line(name: string, record: Partial<VisitRecord>, more: Partial<LineFacts> = {}): string | undefined {
  return linesOf(record, more)
    .find((one) => one.startsWith(`${name}: `))
    ?.slice(name.length + 2);
}

const person = (more: Partial<RecordedPerson>): RecordedPerson => ({
  ...{ participantId: 'x', role: 'patient', guestRole: null, language: null, name: 'Ada Martin' },
  ...{ fhirUser: null, personKey: null, wasAdmitted: true, stays: [] },
  ...more,
});

const consent = (more: Partial<RecordedConsent>): RecordedConsent => ({
  ...{ kind: 'telehealth', givenFor: 'patient', agreed: true, version: '1', language: 'en', by: 'self' },
  ...{ name: 'Ada Martin', givenAt: '2026-11-21T13:50:00.000Z', withdrawnAt: null },
  ...{ way: 'signed', heard: null, modality: null },
  ...more,
});

describe('what was not recorded', () => {
  it('is said to be not recorded, line by line', () => {
    expect(linesOf({})).toEqual([
      'Patient: not recorded, birth date not recorded',
      'Visit: 21-Nov-2026 14:03 UTC–end not recorded',
      'Clinician: name not recorded',
      'Identity: not recorded',
      'Patient location: not recorded',
      'Modality: not recorded',
      'Participants: no connection recorded',
      'Consent to telehealth: not recorded',
      'Signed by: nobody yet',
    ]);
  });
});

describe('identity', () => {
  it('is the clinician’s last comparison, not the patient’s word', () => {
    const identity = [
      { at: '2026-11-21T14:00:00.000Z', identifiers: ['name', 'phone'], by: 'Dr. A' },
      { at: '2026-11-21T14:03:00.000Z', identifiers: ['name', 'birth-date'], by: 'Dr. B' },
    ];
    expect(line('Identity', { identity })).toBe(
      'confirmed by Dr. B at 21-Nov-2026 14:03 UTC by name, date of birth',
    );
  });
});

describe('the place', () => {
  const at = (from: string, place: 'home' | 'vehicle', state: string) => ({
    ...{ from, saidBy: 'patient' as const },
    where: { place, address: null, state, country: 'US' },
  });
  it('is the one held at admission, and every change after it; what was said before is left out', () => {
    const locations = [
      at('2026-11-21T13:40:00.000Z', 'vehicle', 'VT'),
      at('2026-11-21T13:50:00.000Z', 'home', 'MA'),
      at('2026-11-21T14:10:00.000Z', 'vehicle', 'NH'),
    ];
    expect(line('Patient location', { locations })).toBe(
      'home, MA, US (the patient says, 21-Nov-2026 13:50 UTC); then vehicle, NH, US (the patient says, 21-Nov-2026 14:10 UTC)',
    );
  });
  it('without an admission is the last one said', () => {
    const locations = [
      at('2026-11-21T13:40:00.000Z', 'vehicle', 'VT'),
      at('2026-11-21T13:50:00.000Z', 'home', 'MA'),
    ];
    expect(line('Patient location', { locations, admittedAt: null })).toMatch(/^home, MA/);
  });
});

describe('modality', () => {
  const from = (modality: 'video' | 'audio' | 'phone', at: string) => ({
    ...{ modality, from: at, saidBy: 'system' as const, reason: 'chosen' as const },
  });
  const held = { admittedAt: '2026-11-21T14:03:00.000Z', endedAt: '2026-11-21T14:30:00.000Z' };
  it('is a timeline from admission to end, not from the planning', () => {
    const modalities = [from('video', '2026-11-20T09:00:00.000Z'), from('phone', '2026-11-21T14:20:00.000Z')];
    expect(line('Modality', { ...held, modalities })).toBe(
      'video with audio 14:03–14:20 UTC; then telephone 14:20–14:30 UTC',
    );
  });
  it('one that was changed before it was used is not written', () => {
    const modalities = [from('video', '2026-11-20T09:00:00.000Z'), from('audio', '2026-11-21T14:03:00.000Z')];
    expect(line('Modality', { ...held, modalities })).toBe('audio only 14:03–14:30 UTC');
  });
  it('of a visit that did not take place is none', () => {
    const modalities = [from('video', '2026-11-20T09:00:00.000Z')];
    expect(line('Modality', { admittedAt: null, modalities })).toMatch(/^none/);
  });
});

describe('participants', () => {
  it('are those who were connected; an invitation alone is nobody', () => {
    const stays = [
      { from: '2026-11-21T14:03:00.000Z', until: '2026-11-21T14:10:00.000Z' },
      { from: '2026-11-21T14:12:00.000Z', until: '2026-11-21T14:30:00.000Z' },
    ];
    const people = [
      person({ stays }),
      person({
        role: 'guest',
        guestRole: 'interpreter',
        language: 'es',
        name: 'Maria Ruiz',
        stays: stays.slice(1),
      }),
      person({ role: 'guest', guestRole: 'caregiver', name: 'Never Came' }),
    ];
    expect(line('Participants', { people })).toBe(
      'Ada Martin (patient) 14:03–14:10 UTC, 14:12–14:30 UTC; Maria Ruiz (interpreter, es) 14:12–14:30 UTC',
    );
  });
});

describe('consent', () => {
  it.each([
    ['given', {}, 'given by the patient (Ada Martin) 21-Nov-2026 13:50 UTC, text version 1, language en'],
    [
      'refused',
      { agreed: false },
      'refused by the patient (Ada Martin) 21-Nov-2026 13:50 UTC, text version 1, language en',
    ],
    [
      'by a parent',
      { by: 'parent' as const, name: null },
      'given by a parent 21-Nov-2026 13:50 UTC, text version 1, language en',
    ],
  ])('%s', (_name, more, said) => {
    expect(line('Consent to telehealth', { consents: [consent(more)] })).toBe(said);
  });
  it('that was taken back says so', () => {
    const taken = consent({ withdrawnAt: '2026-11-21T14:20:00.000Z' });
    expect(line('Consent to telehealth', { consents: [taken] })).toMatch(
      /, taken back 21-Nov-2026 14:20 UTC$/,
    );
  });
  it('the last word counts', () => {
    const consents = [consent({}), consent({ agreed: false, givenAt: '2026-11-21T14:00:00.000Z' })];
    expect(line('Consent to telehealth', { consents })).toMatch(/^refused/);
  });
  it('is told for each way of meeting by itself, and what was spoken with who heard it', () => {
    const consents = [
      consent({ modality: 'video', agreed: false }),
      consent({ modality: 'video', givenAt: '2026-11-21T13:55:00.000Z' }),
      consent({
        ...{ modality: 'audio', way: 'spoken', givenAt: '2026-11-21T14:10:00.000Z', language: 'es' },
        heard: { by: 'Helen Brooks', interpreter: 'Maria Ruiz', witness: null },
      }),
    ];
    expect(line('Consent to telehealth', { consents })).toBe(
      'for video given by the patient (Ada Martin) 21-Nov-2026 13:55 UTC, text version 1, language en; ' +
        'for sound without picture given by the patient (Ada Martin) 21-Nov-2026 14:10 UTC, text version 1, ' +
        'language es, spoken, heard by Helen Brooks, interpreter Maria Ruiz',
    );
  });
  it('of a guest, and to a recording, is none of the patient’s to telehealth', () => {
    const consents = [consent({ givenFor: 'guest' }), consent({ kind: 'recording' })];
    expect(line('Consent to telehealth', { consents })).toBe('not recorded');
  });
});

describe('the visit', () => {
  it('has its minutes from admission to end, rounded down', () => {
    expect(line('Visit', { endedAt: '2026-11-21T14:30:59.000Z' })).toBe(
      '21-Nov-2026 14:03–14:30 UTC (27 minutes from admission to end)',
    );
  });
  it('over midnight names the second day; zones are the site’s', () => {
    const record = { admittedAt: '2026-11-22T04:50:00.000Z', endedAt: '2026-11-22T05:20:00.000Z' };
    expect(line('Visit', record, { timeZone: 'America/New_York' })).toBe(
      '21-Nov-2026 23:50–22-Nov-2026 00:20 EST (30 minutes from admission to end)',
    );
  });
  it('over the change of the clocks names both zones', () => {
    const record = { admittedAt: '2026-11-01T05:50:00.000Z', endedAt: '2026-11-01T06:20:00.000Z' };
    expect(line('Visit', record, { timeZone: 'America/New_York' })).toMatch(
      /^01-Nov-2026 01:50 EDT–01:20 EST \(30 /,
    );
  });
  it.each([
    ['no-show', 'did not take place: the patient did not come'],
    ['cancelled', 'did not take place: cancelled'],
    ['closed', 'did not take place'],
  ] as const)('%s', (state, said) => {
    expect(line('Visit', { state, admittedAt: null })).toBe(said);
  });
});

describe('kinds', () => {
  const of = { signedAt: '2026-11-21T15:00:00.000Z', by: 'Dr. B', reference: 'WS-1' };
  it('an addendum names what it adds to, and repeats none of its lines', () => {
    expect(linesOf({}, { kind: 'addendum', of })).toEqual([
      'Patient: not recorded, birth date not recorded',
      'Visit: 21-Nov-2026 14:03 UTC–end not recorded',
      'Adds to: note signed 21-Nov-2026 15:00 UTC by Dr. B, Ref WS-1',
      'Signed by: nobody yet',
    ]);
  });
  it.each([
    ['replacement', 'Replaces', true],
    ['entered-in-error', 'Withdraws', false],
  ] as const)('%s', (kind, word, isWhole) => {
    const lines = linesOf({}, { kind, of });
    expect(lines).toContain(`${word}: note signed 21-Nov-2026 15:00 UTC by Dr. B, Ref WS-1`);
    expect(lines.some((one) => one.startsWith('Identity: '))).toBe(isWhole);
  });
});

describe('what others typed', () => {
  it('makes no line of its own, and does not turn what follows round', () => {
    const name = 'Ada\nConsent to telehealth: given\u2028by \u202Eeverybody\u0085\u0000\ud800 Martin';
    const lines = linesOf({ patientName: name });
    expect(lines).toHaveLength(linesOf({}).length);
    expect(lines[0]).toBe(
      'Patient: Ada Consent to telehealth: given by everybody Martin, birth date not recorded',
    );
  });
  it('a name of nothing but controls is no name', () => {
    expect(line('Patient', { patientName: '\u202e\n' })).toBe('not recorded, birth date not recorded');
  });
});

describe('recording and AI listening', () => {
  const recording = { purpose: 'recording' } as const;

  it('is not spoken of where nobody was asked, whatever was agreed to before', () => {
    const lines = linesOf({ consents: [consent({ kind: 'recording' })] });
    expect(lines.filter((one) => /recording|AI/.test(one))).toEqual([]);
  });

  it('says when it was held from everybody, and that it never was', () => {
    const spans = [
      { from: '2026-11-21T14:05:00.000Z', until: '2026-11-21T14:09:00.000Z' },
      { from: '2026-11-21T14:12:00.000Z', until: '2026-11-21T14:20:00.000Z' },
    ];
    expect(line('Consent to recording', { listening: [{ ...recording, spans }] })).toBe(
      'everybody was asked; held from everybody 14:05–14:09 UTC; then 14:12–14:20 UTC',
    );
    expect(line('Consent to AI listening', { listening: [{ purpose: 'ai-listening', spans: [] }] })).toBe(
      'everybody was asked; at no time held from everybody',
    );
  });

  it('says what each said, what was only heard, and what was taken back', () => {
    const consents = [
      consent({ kind: 'recording', withdrawnAt: '2026-11-21T14:09:00.000Z' }),
      consent({ kind: 'ai-listening', name: 'Nobody of this line' }),
      consent({
        ...{ kind: 'recording', givenFor: 'guest', agreed: false, name: 'Paul', way: 'spoken' },
        heard: { by: 'Helen Brooks', interpreter: 'Maria Ruiz', witness: 'Rosa\nDelgado' },
      }),
    ];
    const written = line('Consent to recording', { listening: [{ ...recording, spans: [] }], consents });
    expect(written?.split('; ').slice(2)).toEqual([
      'said in this visit: Ada Martin (for the patient) yes 21-Nov-2026 13:50 UTC, taken back 21-Nov-2026 14:09 UTC',
      'Paul (guest) no 21-Nov-2026 13:50 UTC, spoken, heard by Helen Brooks, interpreter Maria Ruiz, witness Rosa Delgado',
    ]);
  });
});
