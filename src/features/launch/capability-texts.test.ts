import { readFileSync } from 'node:fs';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CapabilityLine, SessionView } from '#domain/launch';
import { i18n } from '#lib/i18n';
import { listSentences, tellLines, writeAsJson, writeAsText } from './capability-texts.ts';
import { isWithheld } from './is-withheld.ts';

const say = (key: string, values?: Record<string, unknown>) => i18n._(key, values);
beforeAll(() => {
  const file = new URL('../../../public/locales/en.json', import.meta.url);
  const raw: Record<string, string> = JSON.parse(readFileSync(file, 'utf8'));
  const compiled = Object.entries(raw).map(([key, text]) => [key, compileMessage(text)]);
  i18n.load('en', Object.fromEntries(compiled));
  i18n.activate('en');
});

const line = (
  id: string,
  state: CapabilityLine['state'],
  reasons: CapabilityLine['reasons'] = [],
): CapabilityLine => ({
  id,
  group: id.startsWith('read') ? 'read' : 'context',
  state,
  route: state === 'on' ? 'fhir' : 'none',
  scopes: [],
  reasons,
});
const view = (capabilities: CapabilityLine[], change: Partial<SessionView> = {}): SessionView => ({
  launchId: 'k3',
  tenant: { id: 'north', name: 'North Clinic', vendor: 'epic' },
  door: 'ehr',
  role: 'clinician',
  person: { fhirUser: 'Practitioner/7', name: 'Dr. Ito' },
  patientId: 'p1',
  encounterId: null,
  ehrShowsBanner: false,
  offersStyle: false,
  intent: null,
  grantedScopes: ['openid'],
  capabilities,
  locked: false,
  now: '',
  warnAt: '',
  lockAt: '',
  endsAt: '',
  ...change,
});
const scope = { scopes: 'user/AllergyIntolerance.s', resource: 'AllergyIntolerance' };
const withheld = line('read.allergies', 'off', [{ code: 'scope-not-granted', data: scope }]);

describe('a line that is off', () => {
  it('says why in words and gives the sentence for the analyst', () => {
    const [told] = tellLines(view([withheld]), say);
    expect(told?.name).toBe('Allergies');
    expect(told?.reasons[0]?.text).toBe('The EHR did not grant user/AllergyIntolerance.s.');
    expect(told?.reasons[0]?.sentence).toEqual({
      to: 'ehr',
      text: 'Please grant Webside the scope user/AllergyIntolerance.s at North Clinic: without it, “Allergies” does not work.',
    });
  });
  it('tells what our own settings lack from what the EHR lacks', () => {
    const reasons = [{ code: 'not-asked-for', data: scope }];
    const [told] = tellLines(view([line('read.allergies', 'off', reasons)]), say);
    expect(told?.reasons[0]?.sentence?.to).toBe('site');
    expect(told?.reasons[0]?.sentence?.text).toContain('tenant north');
  });
  it('has no sentence where nothing can be asked of anybody', () => {
    const reasons = [{ code: 'only-plain-text', data: { source: 'Epic 1046' } }];
    const [told] = tellLines(view([line('write.note', 'limited', reasons)]), say);
    expect(told?.reasons[0]?.sentence).toBeNull();
    expect(told?.sources).toEqual(['Epic 1046']);
  });
  it('shows a reason or a line it has no words for by its code', () => {
    const [told] = tellLines(view([line('read.moon', 'off', [{ code: 'eclipse', data: {} }])]), say);
    expect(told).toMatchObject({ name: 'read.moon', reasons: [{ text: 'Reason eclipse', sentence: null }] });
  });
});

it('the staff door says nothing of patient and encounter, the chart does', () => {
  const lines = [
    line('context.patient', 'off'),
    line('context.encounter', 'off'),
    line('context.role', 'on'),
  ];
  expect(tellLines(view(lines, { door: 'staff' }), say).map(({ line: { id } }) => id)).toEqual([
    'context.role',
  ]);
  expect(tellLines(view(lines), say)).toHaveLength(3);
});

describe('copies', () => {
  const lines = () => tellLines(view([line('read.problems', 'on'), withheld, withheld]), say);
  it('as text have a head and one line each, tabs between', () => {
    const [head, first, second] = writeAsText(lines(), ['What', 'State', 'By', 'Why']).split('\n');
    expect(head).toBe('What\tState\tBy\tWhy');
    expect(first).toBe('Problems\tWorks\tFHIR\t');
    expect(second?.split('\t')).toHaveLength(4);
  });
  it('hold each sentence once, the EHR’s first', () => {
    const ours = line('context.role', 'off', [{ code: 'role-unknown', data: {} }]);
    const told = tellLines(view([ours, withheld, withheld]), say);
    expect(listSentences(told).map(({ to }) => to)).toEqual(['ehr', 'site']);
  });
  it('as JSON name neither patient nor person', () => {
    const json = writeAsJson(view([withheld]), lines());
    expect(JSON.parse(json).capabilities).toHaveLength(3);
    expect(json).not.toContain('p1');
    expect(json).not.toContain('Ito');
  });
});

it('withheld is what a scope decides, and nothing else', () => {
  expect(isWithheld(withheld)).toBe(true);
  expect(isWithheld(line('x', 'limited', [{ code: 'scope-limited', data: {} }]))).toBe(true);
  expect(isWithheld(line('x', 'off', [{ code: 'not-asked-for', data: {} }]))).toBe(false);
});
