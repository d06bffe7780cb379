import { describe, expect, it } from 'vitest';
import { CHARGE_FIELDS, type ChargeAnswers, type ChargeFieldView } from '#domain/billing';
import { FORMS, listFields, type SimpleField } from './answer-fields.ts';

const said: ChargeAnswers = {
  service: 'virtual-check-in',
  serviceDate: '2026-11-20',
  modality: 'audio',
  patientPlace: 'vehicle',
  patientState: 'MA',
  audioOnlyReason: 'patient-declines',
  patientIsNew: false,
  clinicianVideoCapable: true,
  acuteStroke: false,
  patientInitiated: true,
  leadsToVisitWithin24h: false,
  totalMinutes: 25,
  medicalDiscussionMinutes: 0,
  relatedVisitDaysAgo: null,
};
const view = (field: ChargeFieldView['field'], parts: Partial<ChargeFieldView> = {}): ChargeFieldView => ({
  ...{ field, from: 'none', isConfirmed: false, isChanged: false, isAsked: false, by: null, at: null },
  ...parts,
});
const fields = CHARGE_FIELDS.map((field) => view(field));

describe('each field', () => {
  it.each(Object.keys(FORMS) as SimpleField[])(
    '%s is written and read back; nothing is read out of nothing',
    (field) => {
      expect(FORMS[field].read(FORMS[field].show(said))).toEqual(said[field]);
      expect(FORMS[field].show({})).toBe('');
      expect(FORMS[field].read('')).toBeUndefined();
    },
  );

  it.each<[SimpleField, string]>([
    ['totalMinutes', 'twenty'],
    ['totalMinutes', '-1'],
    ['totalMinutes', '1441'],
    ['serviceDate', '11/20/2026'],
    ['patientState', 'Mass'],
    ['modality', 'letter'],
  ])('%s does not read “%s”', (field, text) => expect(FORMS[field].read(text)).toBeUndefined());

  it('a related visit within seven days, and longer ago', () => {
    const { read, show } = FORMS.relatedVisitDaysAgo;
    expect([read('within'), read('longer')]).toEqual([7, 8]);
    expect([show({ relatedVisitDaysAgo: 0 }), show({ relatedVisitDaysAgo: 30 })]).toEqual([
      'within',
      'longer',
    ]);
  });
});

describe('which fields stand on the page', () => {
  it('a visit by video asks nothing of audio; by audio it does', () => {
    expect(listFields({ answers: { modality: 'video' }, fields })).not.toContain('audioOnlyReason');
    expect(listFields({ answers: { modality: 'audio' }, fields })).toContain('clinicianVideoCapable');
  });
  it('what the service needs, and nothing of another', () => {
    const ofCheckIn = listFields({ answers: { service: 'virtual-check-in' }, fields });
    expect(ofCheckIn).toContain('patientInitiated');
    expect(ofCheckIn).not.toContain('decisionMaking');
    expect(listFields({ answers: {}, fields })).toContain('decisionMaking');
  });
  it('what the rules ask for, and what was said', () => {
    const more = (parts: Partial<ChargeFieldView>) =>
      listFields({ answers: {}, fields: [view('medicalDiscussionMinutes', parts)] });
    expect(more({})).not.toContain('medicalDiscussionMinutes');
    expect(more({ isAsked: true })).toContain('medicalDiscussionMinutes');
    expect(more({ from: 'person' })).toContain('medicalDiscussionMinutes');
  });
});
