import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFhirId } from './fhir-id.ts';
import { readLaunchContext } from './launch-context.ts';

const contextOf = (answer: Record<string, unknown>) => {
  const read = readLaunchContext(answer);
  if (!read.ok) throw new Error(read.field);
  return read.context;
};

describe('readLaunchContext', () => {
  it('reads what Epic sends at the top level', () => {
    expect(
      contextOf({
        patient: 'eXyz.1',
        encounter: 'e-2',
        location: 'loc',
        appointment: 'app',
        loginDepartment: 'dep',
        need_patient_banner: 'false',
        smart_style_url: 'https://ehr.example/style.json',
        intent: 'telehealth',
        state: 'ignored',
      }),
    ).toEqual({
      patientId: 'eXyz.1',
      encounterId: 'e-2',
      ehrShowsBanner: true,
      styleUrl: 'https://ehr.example/style.json',
      intent: 'telehealth',
      location: 'loc',
      appointment: 'app',
      loginDepartment: 'dep',
    });
  });

  it('is all null and wants a banner when nothing is sent', () => {
    const empty = { patientId: null, encounterId: null, ehrShowsBanner: false, styleUrl: null, intent: null };
    for (const answer of [{}, { patient: null, encounter: '', need_patient_banner: null }])
      expect(contextOf(answer)).toMatchObject(empty);
  });

  it.each(['../x', '.', '..', 'Patient/1', 'a b', 'a'.repeat(65), 7, ['a'], {}, true])(
    'refuses the launch whole for patient or encounter %j',
    (value) => {
      expect(readLaunchContext({ patient: value })).toEqual({ ok: false, field: 'patient' });
      expect(readLaunchContext({ patient: 'ok', encounter: value })).toEqual({
        ok: false,
        field: 'encounter',
      });
    },
  );

  it.each([
    [true, false],
    ['true', false],
    [false, true],
    ['false', true],
    ['False', true],
    ['no', false],
    [0, false],
    [null, false],
    [undefined, false],
  ])('need_patient_banner %j: the EHR shows one: %s', (flag, expected) => {
    expect(contextOf({ need_patient_banner: flag }).ehrShowsBanner).toBe(expected);
  });

  it.each([
    ['http://127.0.0.1:8081/style.json', 'http://127.0.0.1:8081/style.json'],
    ['http://ehr.example/style.json', null],
    ['https://u:p@ehr.example/s', null],
    ['javascript:alert(1)', null],
    ['data:text/css,x', null],
    ['file:///etc/passwd', null],
    ['//ehr.example/s', null],
    ['style.json', null],
    [{}, null],
    [`https://ehr.example/${'a'.repeat(2000)}`, null],
  ])('style address %j becomes %j', (value, expected) => {
    expect(contextOf({ smart_style_url: value }).styleUrl).toBe(expected);
  });

  it.each(['<script>', 'a b', 'ä', 'x'.repeat(129), 7, null])('drops intent %j', (intent) => {
    expect(contextOf({ intent }).intent).toBeNull();
  });

  it('lets through only what the grammar takes, whatever an EHR sends', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('patient', 'encounter', 'location', 'appointment'), fc.anything()),
        (answer) => {
          const read = readLaunchContext(answer);
          if (!read.ok) return;
          const { patientId, encounterId, location, appointment } = read.context;
          for (const id of [patientId, encounterId, location, appointment])
            expect(id === null || isFhirId(id)).toBe(true);
        },
      ),
    );
  });
});
