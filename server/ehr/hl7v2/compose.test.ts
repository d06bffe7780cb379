// Messages are read back by a parser that is not ours: what a person typed must be there, and nothing else.
import { Hl7Message, type Hl7Segment } from '@medplum/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composeCharge, type Hl7Charge } from './compose-charge.ts';
import { composeNote, type Hl7Note } from './compose-note.ts';
import { escapeText, readText } from './escape.ts';
import { type Hl7Parties, readHl7Clinician, readHl7Patient, readHl7VisitNumber } from './parties.ts';
import { controlIdOf, instant } from './segments.ts';
import type { Hl7Site } from './site.ts';

const SITE: Hl7Site = {
  host: '127.0.0.1',
  port: 1,
  tls: false,
  sendingApplication: 'WEBSIDE',
  sendingFacility: 'CLINIC',
  receivingApplication: 'EHR',
  receivingFacility: 'HOSPITAL',
  documentType: 'PN',
  assigningAuthority: 'HOSP',
  creditType: 'CR',
  isTest: true,
};
const PARTIES: Hl7Parties = {
  patient: {
    mrn: 'MRN-1',
    family: 'Lovelace',
    given: ['Ada', 'Augusta', 'King'],
    birthDate: '1961-11-21',
    sex: 'female',
  },
  clinician: { id: '1234567893', isNpi: true, family: 'Blackwell', given: ['Elizabeth'] },
  visitNumber: 'V-77',
};
const NOTE: Hl7Note = {
  parentReference: null,
  kind: 'note',
  reference: 'WS-1A2B',
  title: 'Video visit',
  typeCode: '11506-3',
  text: 'Reason: cough\n\nPlan: rest & fluids | return if worse\nRef WS-1A2B',
  signedAt: '2026-11-21T15:04:05.678Z',
};
const CHARGE: Hl7Charge = {
  reference: 'WS-9',
  lines: [
    {
      number: 1,
      code: '99213',
      system: 'http://www.ama-assn.org/go/cpt',
      modifiers: ['95', '25'],
      units: 1,
      diagnoses: [{ code: 'J06.9', display: 'Cold' }, { code: 'I10' }],
    },
    {
      number: 2,
      code: 'G2211',
      system: 'urn:oid:2.16.840.1.113883.6.285',
      modifiers: [],
      units: 2,
      diagnoses: [{ code: 'I10' }],
    },
  ],
  placeOfService: '10',
  occurrence: { start: '2026-11-21T14:30:00Z', end: '2026-11-21T14:52:10Z' },
  confirmedAt: '2026-11-21T15:10:00Z',
  withdrawnAt: null,
};
const AROUND = { site: SITE, parties: PARTIES, messageId: 'delivery-1', composedAt: new Date(0) };

/** The one CR that ends the last segment would be read as an empty one. */
const parse = (text: string): Hl7Message => Hl7Message.parse(text.replace(/\r$/, ''));
const noteMessage = (note: Partial<Hl7Note> = {}, parties = PARTIES): Hl7Message =>
  parse(composeNote({ ...AROUND, parties, note: { ...NOTE, ...note }, at: '2026-11-21T14:30:00Z' }));
const chargeMessage = (charge: Partial<Hl7Charge> = {}): Hl7Message =>
  parse(composeCharge({ ...AROUND, charge: { ...CHARGE, ...charge } }));
const namesOf = (message: Hl7Message): string[] => message.segments.map(({ name }) => name);
const field = (segment: Hl7Segment | undefined, at: number): string => `${segment?.getField(at) ?? ''}`;
const firstOf = (segment: Hl7Segment | undefined, at: number): string =>
  segment?.getField(at).components[0]?.[0] ?? '';
const textOf = (message: Hl7Message): string =>
  message
    .getAllSegments('OBX')
    .map((obx) => readText(field(obx, 5)))
    .join('\n');

describe('composeNote', () => {
  it('is MDM^T02 with who it is about, who signed it, and its text line by line', () => {
    const message = noteMessage();
    expect(namesOf(message)).toEqual(['MSH', 'EVN', 'PID', 'PV1', 'TXA', 'OBX', 'OBX', 'OBX', 'OBX']);
    const msh = message.getSegment('MSH');
    expect([3, 4, 5, 6, 7, 9, 11, 12, 18].map((at) => field(msh, at))).toEqual([
      'WEBSIDE',
      'CLINIC',
      'EHR',
      'HOSPITAL',
      '19700101000000.000+0000',
      'MDM^T02^MDM_T02',
      'T',
      '2.5.1',
      'UNICODE UTF-8',
    ]);
    expect(field(msh, 10)).toMatch(/^[A-Za-z0-9]{20}$/);
    const pid = message.getSegment('PID');
    expect([3, 5, 7, 8].map((at) => field(pid, at))).toEqual([
      'MRN-1^^^HOSP^MR',
      'Lovelace^Ada^Augusta King',
      '19611121',
      'F',
    ]);
    const pv1 = message.getSegment('PV1');
    expect([2, 7, 19].map((at) => field(pv1, at))).toEqual([
      'O',
      '1234567893^Blackwell^Elizabeth^^^^^^NPI^^^^NPI',
      'V-77',
    ]);
    const txa = message.getSegment('TXA');
    expect([2, 3, 4, 6, 12, 13, 17, 19, 25].map((at) => field(txa, at))).toEqual([
      'PN',
      'TX',
      '20261121143000.000+0000',
      '20261121150405.678+0000',
      'WS-1A2B^WEBSIDE',
      '',
      'LA',
      'AV',
      'Video visit',
    ]);
    expect(field(txa, 22).split('^')[14]).toBe('20261121150405.678+0000');
    expect(textOf(message)).toBe(NOTE.text);
    const [first] = message.getAllSegments('OBX');
    expect([1, 2, 3, 11].map((at) => field(first, at))).toEqual(['1', 'TX', '11506-3^Video visit^LN', 'F']);
  });

  it.each([
    ['addendum', 'T06'],
    ['replacement', 'T10'],
    ['entered-in-error', 'T10'],
  ] as const)('an %s is %s and names what it is about', (kind, event) => {
    const message = noteMessage({ kind, parentReference: 'WS-0' });
    expect(field(message.getSegment('MSH'), 9)).toBe(`MDM^${event}^MDM_T02`);
    expect(field(message.getSegment('EVN'), 1)).toBe(event);
    expect(field(message.getSegment('TXA'), 13)).toBe('WS-0^WEBSIDE');
  });

  it('says nothing where nothing is known', () => {
    const patient = { ...PARTIES.patient, birthDate: null, sex: null, given: [] };
    const message = noteMessage({}, { ...PARTIES, patient, visitNumber: null });
    expect(message.getSegment('PID')?.toString()).toBe('PID|1||MRN-1^^^HOSP^MR||Lovelace|||');
    expect(field(message.getSegment('PV1'), 19)).toBe('');
  });

  it('names its delimiters, ends every segment with CR and writes no line feed', () => {
    const text = composeNote({ ...AROUND, note: NOTE, at: null });
    expect(text.startsWith('MSH|^~\\&|WEBSIDE|CLINIC|')).toBe(true);
    expect(text.endsWith('\r')).toBe(true);
    expect(text).not.toContain('\n');
  });
});

describe('composeCharge', () => {
  it('credits a line under the number that it was charged by, on the day it was taken back', () => {
    const [charged, credited] = [chargeMessage(), chargeMessage({ withdrawnAt: '2026-11-22T08:00:00Z' })];
    const fieldsOf = (message: Hl7Message) =>
      message
        .getAllSegments('FT1')
        .map((line) => [1, 2, 4, 5, 6, 7, 10, 16, 19].map((n) => `${line.getField(n)}`));
    const [before, after] = [fieldsOf(charged), fieldsOf(credited)];
    expect(after.map((fields) => [fields[3], fields[4]])).toEqual(
      CHARGE.lines.map(() => ['20261122080000.000+0000', 'CR']),
    );
    const rest = (all: string[][]) => all.map((fields) => [...fields.slice(0, 3), ...fields.slice(5)]);
    expect(rest(after)).toEqual(rest(before));
    expect(before.map((fields) => [fields[1], fields[4]])).toEqual([
      ['WS-9-1', 'CG'],
      ['WS-9-2', 'CG'],
    ]);
    const site = { ...SITE, creditType: 'CD' };
    const own = composeCharge({
      ...AROUND,
      site,
      charge: { ...CHARGE, withdrawnAt: '2026-11-22T08:00:00Z' },
    });
    expect(`${parse(own).getSegment('FT1')?.getField(6)}`).toBe('CD');
  });

  it('is DFT^P03 with one FT1 a line and each diagnosis once', () => {
    const message = chargeMessage();
    expect(namesOf(message)).toEqual(['MSH', 'EVN', 'PID', 'PV1', 'FT1', 'FT1', 'DG1', 'DG1']);
    const [first, second] = message.getAllSegments('FT1');
    expect([1, 2, 4, 5, 6, 7, 10, 16, 19, 20, 25, 26].map((at) => field(first, at))).toEqual([
      '1',
      'WS-9-1',
      '20261121143000.000+0000^20261121145210.000+0000',
      '20261121151000.000+0000',
      'CG',
      '99213^^C4',
      '1',
      '10^^^^^H',
      'J06.9^Cold^I10C~I10^^I10C',
      '1234567893^Blackwell^Elizabeth^^^^^^NPI^^^^NPI',
      '99213^^C4',
      '95~25',
    ]);
    expect([1, 2, 7, 10, 26].map((at) => field(second, at))).toEqual(['2', 'WS-9-2', 'G2211^^HPC', '2', '']);
    expect(message.getAllSegments('DG1').map((one) => [field(one, 3), field(one, 6)])).toEqual([
      ['J06.9^Cold^I10C', 'F'],
      ['I10^^I10C', 'F'],
    ]);
  });

  it('is no home where it was elsewhere, and nowhere where nobody said', () => {
    expect(field(chargeMessage({ placeOfService: '02' }).getSegment('FT1'), 16)).toBe('02');
    expect(field(chargeMessage({ placeOfService: null }).getSegment('FT1'), 16)).toBe('');
  });
});

describe('hostile text', () => {
  const nasty = fc
    .array(
      fc.oneof(
        fc.constantFrom('|', '^', '~', '\\', '&', '\r', '\n', '\r\n', '\rFT1|1|', '\u000b', '\u001c\r'),
        fc.constantFrom('\\E\\', '\\X0D\\', '\\.br\\', 'MSH|^~\\&|', '\u0000', '\u0085', '\u2028', '\ud800'),
        fc.string({ unit: 'grapheme', maxLength: 12 }),
        fc.string({ unit: 'binary', maxLength: 12 }),
      ),
      { maxLength: 30 },
    )
    .map((parts) => parts.join(''));
  const oneLine = (text: string): string => text.toWellFormed().replace(/\r\n|\r/g, '\n');

  it('adds no segment to a note and comes back letter by letter', () => {
    fc.assert(
      fc.property(nasty, nasty, nasty, (text, title, family) => {
        const patient = { ...PARTIES.patient, family };
        const message = noteMessage({ text, title, reference: title }, { ...PARTIES, patient });
        const lines = oneLine(text).split('\n').length;
        expect(namesOf(message)).toEqual(['MSH', 'EVN', 'PID', 'PV1', 'TXA', ...Array(lines).fill('OBX')]);
        expect(textOf(message)).toBe(oneLine(text));
        expect(readText(field(message.getSegment('TXA'), 25))).toBe(title.toWellFormed());
        expect(readText(firstOf(message.getSegment('PID'), 5))).toBe(family.toWellFormed());
        expect(message.getSegment('PID')?.getField(5).components).toHaveLength(1);
      }),
      { numRuns: 2000 },
    );
  });

  it('adds no segment to a charge', () => {
    fc.assert(
      fc.property(nasty, nasty, (code, display) => {
        const [line] = CHARGE.lines;
        if (!line) throw new Error('no line');
        const lines = [{ ...line, code, modifiers: [display], diagnoses: [{ code, display }] }];
        const message = chargeMessage({ lines, reference: display });
        expect(namesOf(message)).toEqual(['MSH', 'EVN', 'PID', 'PV1', 'FT1', 'DG1']);
        expect(readText(firstOf(message.getSegment('FT1'), 25))).toBe(code.toWellFormed());
        expect(message.getSegment('FT1')?.getField(26).components).toHaveLength(1);
      }),
      { numRuns: 1000 },
    );
  });

  it('leaves no byte of the frame inside a field', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        for (const mark of ['|', '^', '~', '&', '\r', '\n', '\u000b', '\u001c'])
          expect(escapeText(text)).not.toContain(mark);
        expect(readText(escapeText(text))).toBe(text.toWellFormed());
      }),
      { numRuns: 2000 },
    );
  });

  it('200 kB and every plane of Unicode stay as they are', () => {
    const text = 'Ärztin 👩🏽‍⚕️ 中文 ﷺ | & ^\t'.repeat(6000);
    expect(textOf(noteMessage({ text }))).toBe(text);
  });
});

describe('readText', () => {
  it('reads what others escape and leaves what it does not know', () => {
    expect(readText('a\\.br\\b\\H\\c\\N\\\\T\\d\\X4A4B\\')).toBe('a\nbc&dJK');
    expect(readText('C:\\temp and \\Zcustom\\')).toBe('C:\\temp and \\Zcustom\\');
  });
});

describe('parties', () => {
  const MR = { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'MR' }] };
  const VN = { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'VN' }] };

  it('are nobody without a record number or a name', () => {
    const name = [{ family: 'Lovelace', given: ['Ada'] }];
    const identifier = [{ type: MR, value: 'M1' }];
    expect(readHl7Patient({ resourceType: 'Patient', id: '1', name, identifier })).toMatchObject({
      mrn: 'M1',
      family: 'Lovelace',
      given: ['Ada'],
    });
    expect(readHl7Patient({ resourceType: 'Patient', id: '1', name })).toBeNull();
    expect(readHl7Patient({ resourceType: 'Patient', id: '1', identifier })).toBeNull();
  });

  it('take the national number where there is one', () => {
    const person = { reference: 'Practitioner/7', name: 'Dr. Blackwell' };
    expect(
      readHl7Clinician(person, {
        resourceType: 'Practitioner',
        name: [{ family: 'Blackwell', given: ['Elizabeth'] }],
        identifier: [{ system: 'http://hl7.org/fhir/sid/us-npi', value: '1234567893' }],
      }),
    ).toEqual({ id: '1234567893', isNpi: true, family: 'Blackwell', given: ['Elizabeth'] });
    expect(readHl7Clinician(person, null)).toEqual({
      id: '7',
      isNpi: false,
      family: 'Dr. Blackwell',
      given: [],
    });
  });

  it('have a visit number only where it is certain which', () => {
    const encounter = (identifier: object[]) =>
      readHl7VisitNumber({ resourceType: 'Encounter', status: 'finished', class: {}, identifier });
    expect(encounter([{ value: 'A' }, { type: VN, value: 'B' }])).toBe('B');
    expect(encounter([{ value: 'A' }])).toBe('A');
    expect(encounter([{ value: 'A' }, { value: 'B' }])).toBeNull();
    expect(encounter([])).toBeNull();
  });
});

it('a message keeps its number, and no two have the same', () => {
  expect(controlIdOf('a')).toBe(controlIdOf('a'));
  expect(controlIdOf('a')).not.toBe(controlIdOf('b'));
  expect(controlIdOf('a')).toMatch(/^[A-Za-z0-9]{20}$/);
});

it('a moment carries its zone', () => {
  expect(instant('2026-11-21T10:04:05-05:00')).toBe('20261121150405.000+0000');
});
