import { describe, expect, it } from 'vitest';
import type { ModalityLine, RecordedConsent } from '#domain/visit';
import { recordOf } from '../../../tests/fixtures/charge-facts.ts';
import { listUncovered } from './list-uncovered.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 20, 15, minute)).toISOString();
const line = (modality: ModalityLine['modality'], minute: number): ModalityLine => ({
  ...{ modality, from: at(minute), saidBy: 'host', reason: 'moved' },
});
const yes = (modality: RecordedConsent['modality'], minute = -5, more: object = {}): RecordedConsent => ({
  ...{ kind: 'telehealth', givenFor: 'patient', agreed: true, version: '2', language: 'en', by: 'self' },
  ...{ name: 'A', givenAt: at(minute), withdrawnAt: null, modality, way: 'signed', heard: null },
  ...more,
});
const VIDEO = line('video', -60);
/** Care from 15:00 to 15:24. */
const uncovered = (modalities: ModalityLine[], consents: RecordedConsent[], more: object = {}) =>
  listUncovered(recordOf({ modalities, consents, ...more }));

describe('care by a way that nobody agreed to', () => {
  it.each<[string, ModalityLine[], RecordedConsent[], string[]]>([
    ['video, agreed to', [VIDEO], [yes('video')], []],
    ['video, and nothing agreed to', [VIDEO], [], ['video']],
    [
      'to the phone, agreed to seconds later',
      [VIDEO, line('phone', 10)],
      [yes('video'), yes('audio', 11)],
      [],
    ],
    ['to the phone, never agreed to', [VIDEO, line('phone', 10)], [yes('video')], ['audio']],
    [
      'to the phone and back, never agreed to',
      [VIDEO, line('phone', 10), line('video', 15)],
      [yes('video')],
      ['audio'],
    ],
    [
      'sound alone and the phone are one way',
      [VIDEO, line('audio', 5), line('phone', 9)],
      [yes('video'), yes('audio', 6)],
      [],
    ],
    ['a yes that speaks of both', [VIDEO, line('phone', 10)], [yes(null)], []],
    ['called by phone before it began', [VIDEO, line('phone', -1)], [yes('audio')], []],
    ['the phone at the very end, no care by it', [VIDEO, line('phone', 24)], [yes('video')], []],
    ['the phone in the last minute', [VIDEO, line('phone', 23)], [yes('video')], ['audio']],
    [
      'a yes to the phone after the end',
      [VIDEO, line('phone', 10)],
      [yes('video'), yes('audio', 25)],
      ['audio'],
    ],
    [
      'a no to the phone',
      [VIDEO, line('phone', 10)],
      [yes('video'), yes('audio', 11, { agreed: false })],
      ['audio'],
    ],
    ['a guest’s yes', [VIDEO], [yes('video', -5, { givenFor: 'guest' })], ['video']],
    ['a yes to recording', [VIDEO], [yes('video', -5, { kind: 'recording' })], ['video']],
  ])('%s', (_name, modalities, consents, expected) =>
    expect(uncovered(modalities, consents)).toEqual(expected),
  );

  it('is none before care began, and is looked for while it goes on', () => {
    expect(uncovered([VIDEO], [], { admittedAt: null, endedAt: null })).toEqual([]);
    expect(uncovered([VIDEO, line('phone', 10)], [yes('video')], { endedAt: null })).toEqual(['audio']);
  });
});
