// An EHR that sends what no EHR should: wrong shapes, missing parts, too much, pages without end, odd
// letters. The banner is right or says that it cannot be shown; nothing falls over.
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BannerView } from '#domain/launch';
import { bendAt, bent, textsOf } from '../fixtures/bent.ts';
import type { Says } from '../fixtures/small-ehr.ts';
import { PATIENT_ID, type SmallLaunch, startSmallLaunch } from '../fixtures/small-launch.ts';

const MR = { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'MR' }] };
const PATIENT = {
  resourceType: 'Patient',
  id: PATIENT_ID,
  name: [{ use: 'official', family: 'Martin', given: ['Ada', 'Ines'], period: { start: '1990' } }],
  birthDate: '1961-11-21',
  deceasedBoolean: false,
  gender: 'female',
  identifier: [{ use: 'usual', type: MR, value: '10042' }],
  communication: [{ preferred: true, language: { coding: [{ code: 'es' }] } }],
  extension: [
    {
      url: 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-interpreter-needed',
      valueCoding: { system: 'http://snomed.info/sct', code: '373066001' },
    },
  ],
};
const ALLERGIES = {
  resourceType: 'Bundle',
  type: 'searchset',
  entry: [
    {
      search: { mode: 'match' },
      resource: {
        resourceType: 'AllergyIntolerance',
        id: 'a',
        patient: { reference: `Patient/${PATIENT_ID}` },
        clinicalStatus: { coding: [{ code: 'active' }] },
        code: { text: 'Peanut', coding: [{ system: 'x', code: '256349002', display: 'Peanut' }] },
      },
    },
  ],
};

let story: SmallLaunch;
beforeAll(async () => {
  story = await startSmallLaunch();
});
afterAll(() => story.close());
beforeEach(() => serve({}));

function serve(what: { patient?: Says; allergies?: Says }): void {
  story.ehr.lies.fhir = ({ path }, honest) => {
    if (path.endsWith(`/Patient/${PATIENT_ID}`)) return what.patient ?? { json: PATIENT };
    return path.endsWith('/AllergyIntolerance') ? (what.allergies ?? { json: ALLERGIES }) : honest;
  };
}

async function readBanner() {
  const answer = await story.api.get('banner');
  const body = (await answer.json()) as { code?: string; requestId?: string };
  return { status: answer.status, body };
}

async function readAllergies(says: Says): Promise<BannerView['allergies']> {
  serve({ allergies: says });
  return BannerView.parse((await readBanner()).body).allergies;
}

it('the honest EHR of this file is shown whole', async () => {
  expect(await readBanner()).toEqual({
    status: 200,
    body: {
      patientId: PATIENT_ID,
      family: 'Martin',
      given: ['Ada', 'Ines'],
      birthDate: '1961-11-21',
      deceased: false,
      sex: 'female',
      mrn: '10042',
      language: 'es',
      interpreterNeeded: true,
      unreadable: [],
      allergies: { state: 'recorded', names: ['Peanut'] },
    },
  });
});

describe('T69: a record bent in one place', () => {
  it('the Patient: shown as it is, or refused as unreadable', async () => {
    const seen = new Set<number>();
    await fc.assert(
      fc.asyncProperty(bent(PATIENT), async ({ document }) => {
        serve({ patient: { json: document } });
        const { status, body } = await readBanner();
        seen.add(status);
        // A bent id is another patient's record.
        expect([200, 409, 502]).toContain(status);
        if (status === 409) return;
        if (status === 502) {
          expect(body.code).toMatch(/^ehr\.(unreadable|type-unexpected|refused)/);
          return;
        }
        const {
          allergies: _,
          patientId,
          deceased: __,
          interpreterNeeded: ___,
          unreadable: ____,
          ...shown
        } = BannerView.parse(body);
        expect(patientId).toBe(PATIENT_ID);
        const sent = textsOf(document);
        for (const text of textsOf(shown)) expect(sent).toContain(text);
      }),
      // Chance alone may bend nothing that makes it unreadable, and nothing that does not.
      {
        numRuns: 120,
        examples: [[bendAt(PATIENT, ['resourceType'], undefined)], [bendAt(PATIENT, ['gender'], 'male')]],
      },
    );
    expect([...seen]).toEqual(expect.arrayContaining([200, 502]));
  });

  it('the allergies: a list that cannot be read is never an empty one', async () => {
    await fc.assert(
      fc.asyncProperty(bent(ALLERGIES), async ({ path, value, document }) => {
        serve({ allergies: { json: document } });
        const { status, body } = await readBanner();
        // Whose record it is was bent: somebody else's stops the banner whole.
        if (status === 409) {
          expect(path).toContain('patient');
          return;
        }
        const { state } = BannerView.parse(body).allergies;
        if (state === 'recorded' || state === 'could-not-be-read') return;
        const isEmptied = path.join('.') === 'entry' && (value === undefined || `${value}` === '');
        const isOther = path.at(-1) === 'resourceType' && typeof value === 'string';
        expect(isEmptied || isOther, `${path.join('.')} → ${JSON.stringify(value)}`).toBe(true);
      }),
      { numRuns: 120 },
    );
  });

  it('a modifier nobody knows: cannot be shown', async () => {
    const modifierExtension = [{ url: 'http://x', valueBoolean: true }];
    serve({ patient: { json: { ...PATIENT, modifierExtension } } });
    expect(await readBanner()).toMatchObject({ status: 502, body: { code: 'ehr.unreadable' } });
  });

  it.each([
    ['a name that is no list', { name: { family: 'Martin' } }],
    ['a name that is a number', { name: [{ family: 42 }] }],
    ['given names in one word', { name: [{ given: 'Ada' }] }],
    ['nothing for a name', { name: [null] }],
  ])('%s: said to be unreadable, and the number stays', async (_, parts) => {
    serve({ patient: { json: { ...PATIENT, ...parts } } });
    expect(await readBanner()).toMatchObject({
      status: 200,
      body: { family: null, given: [], mrn: '10042', unreadable: ['name'] },
    });
  });

  it('a record of death in two forms that disagree is said to be unreadable', async () => {
    serve({ patient: { json: { ...PATIENT, deceasedDateTime: '2026-01-01' } } });
    expect(await readBanner()).toMatchObject({ status: 200, body: { unreadable: ['deceased'] } });
  });

  it('an allergy with a modifier nobody knows is there, without its name', async () => {
    const [entry] = ALLERGIES.entry;
    const resource = { ...entry?.resource, modifierExtension: [{ url: 'http://x' }] };
    const json = { ...ALLERGIES, entry: [...ALLERGIES.entry, { resource: { ...resource, id: 'b' } }] };
    expect(await readAllergies({ json })).toEqual({ state: 'recorded', names: ['Peanut', '?'] });
  });
});

describe('somebody whose own record is bent', () => {
  const DOCTOR = {
    resourceType: 'Practitioner',
    id: 'doc-1',
    name: [{ use: 'official', prefix: ['Dr'], given: ['Helen'], family: 'Brooks', text: 'Dr Helen Brooks' }],
  };
  it('comes in all the same, under a name that was sent or none', async () => {
    await fc.assert(
      fc.asyncProperty(bent(DOCTOR), async ({ document }) => {
        story.ehr.lies.fhir = ({ path }, honest) =>
          path.endsWith('/Practitioner/doc-1') ? { json: document } : honest;
        const { visitor, arrived } = await story.comeIn();
        expect(arrived.url).toMatch(/\/l\/[^/]+\/$/);
        const session = await visitor.go(`${arrived.url}api/session`);
        const { person } = (await session.json()) as { person: { name: string | null } };
        const sent = textsOf(document).join(' ');
        for (const word of person.name?.split(' ') ?? []) expect(sent).toContain(word);
      }),
      { numRuns: 25 },
    );
  });
});

describe('T69b: too much', () => {
  const deep = (depth: number) => ({
    text: `{"resourceType":"Patient","id":"${PATIENT_ID}","contained":${'['.repeat(depth)}${']'.repeat(depth)}}`,
  });
  it.each([
    [
      '50 MB in a few KB',
      { bytes: gzipSync(Buffer.alloc(50e6, ' ')), headers: { 'content-encoding': 'gzip' } },
    ],
    ['10 MB as they are', { text: ' '.repeat(10e6) }],
  ])('%s: not taken in', async (_, says) => {
    serve({ patient: says });
    expect(await readBanner()).toMatchObject({ status: 502, body: { code: 'egress.too-large' } });
    expect((await readAllergies(says)).state).toBe('could-not-be-read');
  });

  it.each([100, 10_000, 1_000_000])('%i brackets deep: an answer all the same', async (depth) => {
    serve({ patient: deep(depth) });
    expect([200, 502]).toContain((await readBanner()).status);
  });

  it.each([
    ['half an answer', '{"resourceType":"Patient","id":'],
    ['a page', '<html>down for maintenance</html>'],
    ['nothing', ''],
    ['a document with an outside entity', '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'],
  ])('%s instead of a record: refused', async (_, text) => {
    serve({ patient: { text } });
    expect(await readBanner()).toMatchObject({ status: 502, body: { code: 'ehr.refused' } });
  });

  it('pages without end are a list that could not be read, after a bounded number of them', async () => {
    let page = 0;
    story.ehr.lies.fhir = ({ path }) => {
      if (!path.endsWith('/AllergyIntolerance')) return { json: PATIENT };
      page += 1;
      const url = `${story.ehr.iss}/AllergyIntolerance?page=${page}`;
      return { json: { ...ALLERGIES, link: [{ relation: 'next', url }] } };
    };
    const { body } = await readBanner();
    expect(BannerView.parse(body).allergies.state).toBe('could-not-be-read');
    expect(page).toBeLessThanOrEqual(60);
  });

  it.each([
    ['that say nothing of whom they are about', '{"resource":{"resourceType":"X"}}'],
    ['that are nothing', '{}'],
  ])('a hundred thousand entries %s are refused, and are not "none"', async (_, entry) => {
    const text = `{"resourceType":"Bundle","entry":[${Array(100_000).fill(entry).join(',')}]}`;
    expect((await readAllergies({ text })).state).toBe('could-not-be-read');
  });

  it('a page of more entries than were asked for is shown, where each is one that can be shown', async () => {
    const [entry] = ALLERGIES.entry;
    const entries = Array.from({ length: 2_000 }, (_, at) => ({
      resource: { ...entry?.resource, id: `a${at}` },
    }));
    expect(await readAllergies({ json: { ...ALLERGIES, entry: entries } })).toEqual({
      state: 'recorded',
      names: ['Peanut'],
    });
  });
});

describe('T70: odd letters', () => {
  it('reach the screen’s answer unchanged, one by one', async () => {
    const unit = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }),
      fc.constantFrom(
        '\u202Egpj.exe',
        '\u2066x\u2069',
        'e\u0301',
        '\u00e9',
        '👩‍⚕️',
        '\u2028',
        '\uD800',
        'a\0b',
        '\uFEFF',
      ),
    );
    const names = fc.record({ family: unit, given: fc.array(unit, { minLength: 1, maxLength: 3 }) });
    await fc.assert(
      fc.asyncProperty(names, async (name) => {
        serve({ patient: { json: { ...PATIENT, name: [name] } } });
        expect((await readBanner()).body).toMatchObject(name);
      }),
      { numRuns: 120 },
    );
  });
});

it('after all this the app is well, and its log quotes nobody', async () => {
  serve({});
  expect((await readBanner()).status).toBe(200);
  expect(story.house.lines.join('')).not.toMatch(/Martin|Peanut|Helen|Brooks/);
  expect(story.house.lines.filter((line) => line.includes('"code":"internal"'))).toEqual([]);
});
