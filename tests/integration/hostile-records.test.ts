// Records as no EHR should send them, through the whole road: bent in one place (T69), with markup in every text
// (T28, the server's half; the browser's half is a browser's story), in odd letters (T70). Each entry is shown as
// it was sent or said to be unshowable; nothing of it becomes a page, an error or a log line.
import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ChartLine } from '#domain/chart';
import { bent, type Path, textsOf } from '../fixtures/bent.ts';
import { type SmallEhr, startSmallEhr } from '../fixtures/small-ehr.ts';
import { entryFor, launchUrl, type SmallHouse, startSmallHouse } from '../fixtures/small-house.ts';
import { apiOf, launchIdOf, Visitor } from '../fixtures/visitor.ts';

/** Each list by the example of its profile. */
const EXAMPLES = [
  ['allergies', 'allergy'],
  ['problems', 'condition'],
  ['medications', 'medication-request'],
  ['labs', 'observation'],
  ['documents', 'document-reference'],
  ['encounters', 'encounter'],
  ['appointments', 'appointment'],
  ['immunizations', 'immunization'],
  ['procedures', 'procedure'],
  ['coverage', 'coverage'],
] as const;
type Resource = Record<string, unknown> & { resourceType: string; id: string };

const examples = new Map<string, Resource>();
let ehr: SmallEhr;
let house: SmallHouse;
let api: ReturnType<typeof apiOf>;
let road: (path: string) => Promise<Response>;
let served: unknown;

beforeAll(async () => {
  for (const [list, profile] of EXAMPLES)
    examples.set(
      list,
      JSON.parse(await readFile(`fhir-profiles/${profile}/example.json`, 'utf8')) as Resource,
    );
  ehr = await startSmallEhr('records');
  ehr.context.patient = 'example';
  const types = [...examples.values()].map(({ resourceType }) => resourceType);
  const resource = ['Patient', ...types].map((type) => ({
    type,
    interaction: [{ code: 'read' }, { code: 'search-type' }],
  }));
  ehr.lies.metadata = () => ({
    json: { resourceType: 'CapabilityStatement', fhirVersion: '4.0.1', rest: [{ mode: 'server', resource }] },
  });
  ehr.lies.fhir = () => ({ json: { resourceType: 'Bundle', entry: [{ resource: served }] } });
  house = await startSmallHouse({ tenants: [entryFor(ehr, 'one')] });
  const visitor = new Visitor();
  const launchId = launchIdOf(await visitor.follow(launchUrl(house, ehr)));
  api = apiOf(house as never, visitor, launchId);
  road = (path) => visitor.go(`${house.appUrl}/l/${launchId}/fhir/${path}`);
});
afterAll(async () => {
  await house.close();
  await ehr.close();
});
beforeEach(() => {
  served = undefined;
});

async function read(list: string, resource: unknown): Promise<ChartLine> {
  served = resource;
  const answer = await api.get(`chart?list=${list}`);
  expect(answer.status).toBe(200);
  return ChartLine.parse(JSON.parse(await answer.text()));
}
const exampleOf = (list: string) => structuredClone(examples.get(list)) as Resource;

/** Words of ours in a row; everything else must have been sent. */
const OURS = new Set(['resourceType', 'dateIs', 'kind', 'state', 'measure']);
function shownTexts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => (OURS.has(name) ? [] : shownTexts(part)));
}

/** As JSON spells it; a number without the zeros that its recorded precision adds. */
function spelledIn(word: string): string {
  const bare = /^-?\d+\.\d*?0+$/.test(word) ? word.replace(/\.?0+$/, '') : word;
  return JSON.stringify(bare).slice(1, -1);
}

it.each(EXAMPLES)('the honest example of %s is shown', async (list) => {
  const line = await read(list, exampleOf(list));
  expect(line).toMatchObject({ state: 'ready', rows: [{ id: 'example' }], unshown: [] });
});

describe('T69: a record bent in one place', () => {
  it.each(EXAMPLES)('%s: shown with what was sent, unshowable, or somebody else’s', async (list) => {
    const states = new Set<string>();
    await fc.assert(
      fc.asyncProperty(bent(exampleOf(list)), async ({ document }) => {
        const line = await read(list, document);
        states.add(line.state);
        if (line.state !== 'ready') return;
        expect(line.rows.length + line.unshown.length + line.enteredInError).toBe(1);
        const sent = JSON.stringify(document);
        for (const text of shownTexts(line.rows))
          for (const word of text.split(/, | /)) expect(sent).toContain(spelledIn(word));
      }),
      { numRuns: 40 },
    );
    expect(states).toContain('ready');
  });

  it('none of it was a fault of ours, and none is in the log', () => {
    expect(house.lines.filter((line) => line.includes('"code":"internal"'))).toEqual([]);
    expect(house.lines.join('')).not.toMatch(/Potassium|Penicillin|Asthma/);
  });
});

/** Classes of T28: script, handlers, links, frames, SVG and MathML, mutation, templates, old CDA attacks. */
const PAYLOADS = [
  '<script>alert(1)</script>',
  '"><script src=//evil.test/x></script>',
  '</script><script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<img src="http://evil.test/seen.gif">',
  '<svg onload=alert(1)>',
  '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
  '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<object data="data:text/html,<script>alert(1)</script>"></object>',
  '<table onmouseover="alert(1)"><tr><td>x</td></tr></table>',
  '<a href="javascript:alert(1)">x</a>',
  '<a href="data:text/html;base64,PHNjcmlwdD4=">x</a>',
  '<base href="http://evil.test/">',
  '<meta http-equiv="refresh" content="0;url=http://evil.test/">',
  '<link rel="stylesheet" href="http://evil.test/x.css">',
  '<style>@import "http://evil.test/x.css";</style>',
  '{{constructor.constructor("alert(1)")()}}',
  ['$', '{alert(1)}'].join(''),
  '<%= 7 * 7 %>',
  '<!--><img src=x onerror=alert(1)>-->',
  '<![CDATA[<script>alert(1)</script>]]>',
  '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
  "';alert(1)//",
  '\u202e<tpircs>',
  '<nonXMLBody><text mediaType="text/html">PHNjcmlwdD4=</text></nonXMLBody>',
];

function textPaths(value: unknown, at: Path = []): Path[] {
  if (typeof value === 'string') return [at];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => textPaths(part, [...at, name]));
}
function withText(resource: Resource, path: Path, text: string): Resource {
  const whole = structuredClone(resource);
  const parent = path.slice(0, -1).reduce<Record<string, unknown>>((at, name) => at[name] as never, whole);
  parent[String(path.at(-1))] = text;
  return whole;
}

describe('T28: markup in every text of a record', () => {
  it.each(EXAMPLES)('%s: data in, the same data out, and never a page', async (list) => {
    const example = exampleOf(list);
    let turn = 0;
    for (const path of textPaths(example)) {
      const payload = PAYLOADS[turn % PAYLOADS.length] ?? '';
      turn += 1;
      served = withText(example, path, payload);
      const answer = await api.get(`chart?list=${list}`);
      expect(answer.headers.get('content-type')).toContain('application/x-ndjson');
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      const line = ChartLine.parse(JSON.parse(await answer.text()));
      if (line.state !== 'ready') continue;
      // Unchanged where it is shown at all: what is escaped here would be shown wrongly there.
      for (const text of shownTexts(line.rows).filter((one) => /[<{$';&]/.test(one)))
        expect(text).toContain(payload);
    }
    expect(turn).toBeGreaterThan(5);
  });

  it('a narrative never leaves with a list', async () => {
    for (const [list] of EXAMPLES) {
      const text = { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">NARRATIVE</div>' };
      expect(JSON.stringify(await read(list, { ...exampleOf(list), text }))).not.toContain('NARRATIVE');
    }
  });

  it('the FHIR road answers every record as FHIR, not to be guessed at', async () => {
    for (const [list] of EXAMPLES)
      for (const payload of PAYLOADS) {
        const example = exampleOf(list);
        served = { ...example, text: { status: 'generated', div: payload } };
        const answer = await road(example.resourceType);
        expect(answer.headers.get('content-type')).toMatch(/^application\/fhir\+json/);
        expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
        expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
        expect(textsOf(await answer.json())).toContain(payload);
      }
  });

  it('what an EHR says in its refusals stands in no answer and no log line', async () => {
    const honest = ehr.lies.fhir;
    for (const payload of PAYLOADS) {
      const issue = [{ severity: 'error', code: payload, diagnostics: payload, details: { text: payload } }];
      ehr.lies.fhir = () => ({ status: 422, json: { resourceType: 'OperationOutcome', issue } });
      const answer = await road('Condition/c');
      const told = JSON.parse(await answer.text()) as unknown;
      expect(textsOf(told).filter((text) => text.includes(payload))).toEqual([]);
    }
    ehr.lies.fhir = honest ?? (() => ({}));
    expect(house.lines.join('')).not.toContain('alert(1)');
  });
});

describe('T70: odd letters in a record', () => {
  const unit = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }),
    fc.constantFrom(
      '\u202Egpj.exe',
      '\u2066x\u2069',
      'e\u0301',
      '\u00e9',
      '👩‍⚕️',
      'a\u2028b\u2029c',
      'a\nb\r\nc',
      '\uD800',
      'a\uDC00b',
      'a\0b',
      '\uFEFFx',
      'क्षि',
    ),
  );
  it('come out as they went in, one by one, and one entry stays one line', async () => {
    const example = exampleOf('problems');
    await fc.assert(
      fc.asyncProperty(
        unit.filter((text) => text.trim() !== ''),
        async (text) => {
          served = { ...example, code: { text } };
          const body = await (await api.get('chart?list=problems')).text();
          expect(body.match(/\n/g)).toHaveLength(1);
          expect(JSON.parse(body)).toMatchObject({ state: 'ready', rows: [{ text }] });
        },
      ),
      { numRuns: 300 },
    );
  });

  it('composed and decomposed letters stay what they were: two names, not one', async () => {
    for (const text of ['é', 'e\u0301', 'ﬁ', 'Å', 'Å'])
      expect(await read('problems', { ...exampleOf('problems'), code: { text } })).toMatchObject({
        rows: [{ text }],
      });
  });

  it('a note of 200,000 letters is shown whole; one that is longer is said to be there', async () => {
    const withNote = (length: number) => ({ ...exampleOf('labs'), note: [{ text: 'ä'.repeat(length) }] });
    const line = await read('labs', withNote(200_000));
    expect(line.state === 'ready' && line.list === 'labs' && line.rows[0]?.notes[0]?.length).toBe(200_000);
    expect(await read('labs', withNote(200_001))).toMatchObject({
      rows: [],
      unshown: [{ reason: { code: 'element-malformed' } }],
    });
  });
});
