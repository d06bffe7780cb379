import { validateResource } from '@medplum/core';
import type { DocumentReference, StructureDefinition } from '@medplum/fhirtypes';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Definitions, loadDefinitions } from '../../server/sandbox/fhir/definitions.ts';
import { checkResource } from '../../server/sandbox/fhir/validation.ts';
import { withSnapshot } from '../../tests/fixtures/profiles.ts';
import { buildNoteUpdate, buildVisitNote, VISIT_NOTE_PROFILE } from './build-visit-note.ts';
import example from './example.json' with { type: 'json' };
import type { NoteFacts, NoteKind, NoteSite, NoteVariant } from './note-facts.ts';
import { wayOfNote } from './note-facts.ts';
import definition from './profile.json' with { type: 'json' };
import { readMark, readVisitNote } from './read-visit-note.ts';

const VARIANTS: NoteVariant[] = ['generic', 'epic', 'oracle'];
const KINDS: NoteKind[] = ['note', 'addendum', 'replacement', 'entered-in-error'];
const facts = (parts: Partial<NoteFacts> = {}): NoteFacts => ({
  kind: 'note',
  reference: 'WS-7F3K2Q',
  title: 'Video visit, blood pressure follow-up',
  typeCode: '11506-3',
  text: 'Assessment: hypertension, at goal.\n\nRef WS-7F3K2Q',
  signedAt: '2026-11-22T09:40:00.000Z',
  author: { reference: 'Practitioner/helen-brooks', name: 'Dr. Helen Brooks' },
  patient: 'Patient/ada',
  encounter: 'Encounter/e1',
  visit: { start: '2026-11-22T09:00:00.000Z', end: '2026-11-22T09:30:00.000Z' },
  earlier: null,
  ...parts,
});
const build = (variant: NoteVariant, parts: Partial<NoteFacts> = {}, site: NoteSite = {}) => {
  const built = buildVisitNote(variant, facts(parts), site);
  if (!built.ok) throw new Error(JSON.stringify(built.reasons));
  return built.resource;
};
const faultsOf = (variant: NoteVariant, parts: Partial<NoteFacts>, site: NoteSite = {}) => {
  const built = buildVisitNote(variant, facts(parts), site);
  return built.ok ? [] : built.reasons.map(({ code }) => code);
};
const asStored = (resource: DocumentReference) => ({ ...resource, id: 'd1', meta: { versionId: '1' } });

const profile = withSnapshot(definition as StructureDefinition);
let definitions: Definitions;
const demandValid = (resource: DocumentReference) => {
  validateResource(resource, { profile });
  checkResource(resource, definitions);
};
beforeAll(async () => {
  definitions = await loadDefinitions();
});

describe('building a note', () => {
  it('says the example', () => {
    expect(build('generic')).toEqual(example);
    expect(profile.url).toBe(VISIT_NOTE_PROFILE);
    demandValid(example as DocumentReference);
  });

  it('every note that leaves is valid, for every EHR, kind and set of absent facts', () => {
    for (const variant of VARIANTS)
      for (const kind of KINDS.filter((one) => wayOfNote(variant, one) === 'create'))
        for (const encounter of variant === 'epic' ? ['Encounter/e1'] : ['Encounter/e1', null])
          for (const visit of [facts().visit, { start: null, end: null }])
            for (const earlier of ['DocumentReference/d0', null])
              demandValid(build(variant, { kind, encounter, visit, earlier }));
  });

  it('the profile refuses a note without text, two attachments or no author', () => {
    const good = build('generic');
    const { author: _author, ...noAuthor } = good;
    expect(() => demandValid(noAuthor)).toThrow();
    expect(() => demandValid({ ...good, content: [...good.content, ...good.content] })).toThrow();
    expect(() => demandValid({ ...good, docStatus: 'signed' as 'final' })).toThrow();
  });

  it('Epic: one text/plain attachment, an encounter, no identifier; final or as the site says', () => {
    const note = build('epic');
    expect(note.content.map(({ attachment }) => attachment.contentType)).toEqual(['text/plain']);
    expect(note.context).toEqual({ encounter: [{ reference: 'Encounter/e1' }] });
    expect([note.identifier, note.date, note.docStatus]).toEqual([undefined, undefined, 'final']);
    expect(build('epic', {}, { docStatus: 'preliminary' }).docStatus).toBe('preliminary');
    expect(build('generic', {}, { docStatus: 'preliminary' }).docStatus).toBe('final');
    expect(faultsOf('epic', { encounter: null })).toEqual(['note.encounter-missing']);
  });

  it('Epic takes the types of its list alone, and three of them never', () => {
    expect(faultsOf('epic', { typeCode: '11488-4' })).toEqual([]);
    expect(faultsOf('epic', { typeCode: '34109-9' })).toEqual(['note.type-not-taken']);
    expect(faultsOf('epic', { typeCode: '34109-9' }, { noteType: ['11506-3', '34109-9'] })).toEqual([]);
    for (const typeCode of ['18842-5', '34105-7', '69730-0'])
      expect(faultsOf('epic', { typeCode }, { noteType: typeCode })).toEqual(['note.type-not-taken']);
    expect(faultsOf('generic', { typeCode: '34109-9' })).toEqual([]);
    expect(faultsOf('generic', { typeCode: '34109-9' }, { noteType: '11506-3' })).toEqual([
      'note.type-not-taken',
    ]);
  });

  it('a site’s own note type goes out under its own system', () => {
    const own = { system: 'urn:oid:1.2.3', code: '4711', display: 'Telehealth note' };
    expect(build('epic', { typeCode: '4711' }, { noteType: own }).type).toEqual({ coding: [own] });
  });

  it('Oracle Health: the character set is named, the period ends with a time, nothing relates', () => {
    const note = build('oracle', {
      kind: 'addendum',
      earlier: 'DocumentReference/d0',
      visit: { start: null, end: null },
    });
    expect(note.content[0]?.attachment.contentType).toBe('text/plain;charset=utf-8');
    expect(note.context?.period).toEqual({ end: '2026-11-22T09:40:00.000Z' });
    expect([note.relatesTo, note.identifier, note.date]).toEqual([undefined, undefined, undefined]);
    expect(faultsOf('oracle', { visit: { start: null, end: '2026-11-22' } })).toEqual(['note.end-missing']);
  });

  it('a correction is a note of its own that says what it appends to or replaces', () => {
    const earlier = 'DocumentReference/d0';
    const codeOf = (variant: NoteVariant, kind: NoteKind) =>
      build(variant, { kind, earlier }).relatesTo?.[0]?.code;
    expect([codeOf('generic', 'addendum'), codeOf('generic', 'replacement')]).toEqual([
      'appends',
      'replaces',
    ]);
    expect([codeOf('epic', 'addendum'), codeOf('epic', 'entered-in-error')]).toEqual(['appends', 'appends']);
    expect(build('epic', { kind: 'addendum' }).relatesTo).toBeUndefined();
    expect(build('generic', { kind: 'note', earlier }).relatesTo).toBeUndefined();
  });

  it('refuses what cannot be said truly', () => {
    expect(faultsOf('generic', { text: ' \n' })).toEqual(['note.text-missing']);
    expect(faultsOf('generic', { text: 'half a \ud83e' })).toEqual(['note.text-broken']);
    expect(faultsOf('generic', { patient: 'ada' })).toEqual(['note.patient-missing']);
    expect(faultsOf('oracle', { author: { reference: 'Patient/ada', name: '' } })).toEqual([
      'note.author-missing',
    ]);
    expect(faultsOf('oracle', { kind: 'replacement', earlier: 'DocumentReference/d0' })).toEqual([
      'note.wants-update',
    ]);
  });
});

describe('updating a note', () => {
  const update = (variant: NoteVariant, current: DocumentReference, parts: Partial<NoteFacts>) =>
    buildNoteUpdate(variant, current, facts({ earlier: 'DocumentReference/d1', ...parts }), {});

  it('amends at Oracle Health: the new text, everything else as it was', () => {
    const current = { ...asStored(build('oracle')), description: 'kept' };
    const built = update('oracle', current, { kind: 'replacement', text: 'New.\n\nRef WS-NEW1' });
    if (!built.ok) throw new Error('refused');
    demandValid(built.resource);
    expect(built.resource).toMatchObject({ id: 'd1', docStatus: 'amended', description: 'kept' });
    expect(readVisitNote(built.resource)).toMatchObject({ reference: 'WS-NEW1', status: 'current' });
  });

  it('withdraws with the old text in place', () => {
    for (const variant of ['generic', 'oracle'] as const) {
      const current = asStored(build(variant));
      const built = update(variant, current, { kind: 'entered-in-error', text: 'Entered in error.' });
      if (!built.ok) throw new Error('refused');
      demandValid(built.resource);
      expect(built.resource.docStatus).toBe('entered-in-error');
      expect(built.resource.status).toBe(variant === 'oracle' ? 'current' : 'entered-in-error');
      expect(built.resource.content).toEqual(current.content);
    }
  });

  it('never updates another document, or one of another patient', () => {
    const current = asStored(build('oracle'));
    const codesOf = (resource: DocumentReference, parts: Partial<NoteFacts> = {}) => {
      const built = update('oracle', resource, { kind: 'replacement', ...parts });
      return built.ok ? [] : built.reasons.map(({ code }) => code);
    };
    expect(codesOf({ ...current, id: 'd2' })).toEqual(['note.earlier-other']);
    expect(codesOf({ ...current, subject: { reference: 'Patient/eve' } })).toEqual(['note.patient-other']);
    expect(codesOf(current, { kind: 'note' })).toEqual(['note.wants-create']);
    expect(codesOf(current)).toEqual([]);
  });
});

describe('reading a note back', () => {
  it('gives what was sent, for any Unicode text', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...VARIANTS),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 2_000 }),
        (variant, body) => {
          const text = `${body}\n\nRef WS-7F3K2Q`;
          const wire = JSON.parse(JSON.stringify(asStored(build(variant, { text }))));
          expect(readVisitNote(wire)).toMatchObject({
            text,
            reference: 'WS-7F3K2Q',
            patient: 'Patient/ada',
            encounter: 'Encounter/e1',
            authors: ['Practitioner/helen-brooks'],
            typeCodes: ['11506-3'],
          });
        },
      ),
      { numRuns: 300 },
    );
  });

  it('200 kB of many scripts come back unchanged', () => {
    const text = 'Ñandú 🩺 \u0000\ufeff 患者 مريض\r\n'.repeat(7_000);
    expect(new TextEncoder().encode(text).length).toBeGreaterThan(200_000);
    expect(readVisitNote(asStored(build('epic', { text })))?.text).toBe(text);
  });

  it('finds our mark by the text where identifiers are not kept; a quoted one is not the last', () => {
    expect(readMark('Adds to Ref WS-OLD1.\n\nRef WS-NEW1')).toBe('WS-NEW1');
    expect(readMark('XRef WS-OLD1, ref ws-new1')).toBeNull();
    expect(readVisitNote(asStored(build('oracle')))?.reference).toBe('WS-7F3K2Q');
  });

  it('no text where it is another kind, lies elsewhere or is not UTF-8', () => {
    const withAttachment = (attachment: object) =>
      readVisitNote({ ...asStored(build('epic')), content: [{ attachment }] });
    expect(withAttachment({ contentType: 'application/pdf', data: 'aGVsbG8=' })?.text).toBeNull();
    expect(withAttachment({ contentType: 'text/plain', url: 'Binary/b' })).toMatchObject({
      text: null,
      textAt: 'Binary/b',
    });
    expect(withAttachment({ contentType: 'text/plain', data: '/////w==' })?.text).toBeNull();
    expect(readVisitNote({ resourceType: 'Encounter', id: 'x' })).toBeNull();
  });
});
