// A site edits its own consent text and leaves the version as it was: nobody's old yes counts for the new words, the
// evidence shows those that were read, and the start and the page of the rules say what is to be mended.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ConsentTextView } from '#domain/consent';
import type { RulesView } from '#domain/rules';
import type { EvidenceView, VisitView } from '#domain/visit';
import { type ConsentRegister, createConsents, digestOfText, loadConsentTexts } from '#server/consent';
import type { Database } from '#server/db';
import { loadPacks } from '#server/rules';
import { HOUSE_TEXT, writeConsentTexts } from '../fixtures/own-consent-texts.ts';
import { plantEmbedded } from '../fixtures/planted-database.ts';
import type { SmallEhr } from '../fixtures/small-ehr.ts';
import { entryFor, startSmallHouse } from '../fixtures/small-house.ts';
import { type Stack, startStack } from '../fixtures/stack.ts';
import {
  ADMIT,
  answersOf,
  atPatientDoor,
  atStaffDoor,
  type Caller,
  codeOf,
  inChart,
  ownView,
  ownVisit,
  said,
  tell,
  tellOwn,
  visitOf,
} from '../fixtures/visit-people.ts';

const RECORDING = { ...HOUSE_TEXT, kind: 'recording' };
const EDITED = { ...HOUSE_TEXT, en: { ...HOUSE_TEXT.en, paragraphs: ['You agree to whatever we do.'] } };
const folderOf = (...texts: object[]) => writeConsentTexts({ 'ours.json': { texts } });
/** Nobody asks it anything. */
const NO_EHR = { iss: 'https://ehr.example/fhir', origin: 'https://ehr.example' } as SmallEhr;
const WHO = { personKey: null, fhirUser: null, name: 'Ada Martin', participantId: 'p1' };

/** The house as it was before somebody edited the file. */
function houseBefore(database: Database): ConsentRegister {
  const texts = loadConsentTexts(folderOf(HOUSE_TEXT, RECORDING), '2026-11-22');
  return createConsents({ database, packs: loadPacks().packs, texts });
}

const giveBefore = (database: Database, visitId: string, more: object = {}) =>
  database.transaction((tx) =>
    houseBefore(database).give(tx, {
      ...{ tenantId: 'sandbox', patientId: 'ada-martin', visitId, givenFor: 'patient', kind: 'telehealth' },
      ...{ version: 'house1', language: 'en', agreed: true, by: 'self', modality: 'video', state: 'MA' },
      ...{ heard: null, at: new Date(), who: WHO, ...more },
    }),
  );

describe('a text that was changed under its version', () => {
  let stack: Stack;
  let helen: Caller;
  let ada: Caller;
  let visitId: string;
  beforeAll(async () => {
    const texts = folderOf(EDITED, { ...RECORDING, en: EDITED.en });
    stack = await startStack({ env: { WEBSIDE_CONSENT_TEXTS: texts } });
    helen = await inChart(stack);
    ada = await atPatientDoor(stack);
  });
  afterAll(() => stack.close());
  beforeEach(async () => {
    visitId = (await ownVisit(helen)).visitId;
    await said(tellOwn(ada, visitId, 'arrive'));
    for (const answer of answersOf().filter(({ question }) => question !== 'consent'))
      await said(tellOwn(ada, visitId, 'answers', { answer }));
  });

  const consentPart = ({ gate }: VisitView) => gate.parts.find(({ part }) => part === 'consent');
  const agree = (language = 'en') => ({
    answer: { question: 'consent', agreed: true, version: 'house1', language, by: 'self' },
  });
  const evidence = () => said<EvidenceView>(helen.api.get(`visits/${visitId}/evidence`));

  it('is asked again before the waiting room; the gate says why, and opens by the new yes', async () => {
    await giveBefore(stack.context.database, visitId);
    const own = await ownView(ada, visitId);
    expect([own.consent, own.asksAgain, own.missing]).toEqual([
      ...['given', 'changed-text', ['signs', 'consent']],
    ]);
    expect(await codeOf(tellOwn(ada, visitId, 'ready'))).toBe('visit.questions-left');
    const part = consentPart(await visitOf(helen, visitId));
    expect([part?.verdict, part?.reasons[0]?.code]).toEqual(['needs-review', 'consent-text-changed']);
    await said(tellOwn(ada, visitId, 'answers', agree()));
    expect((await ownView(ada, visitId)).asksAgain).toBeNull();
    await said(tellOwn(ada, visitId, 'ready'));
    expect(await codeOf(tell(helen, visitId, 'admit', ADMIT))).toBe('ok');
  });

  it('the other language, whose words are as they were, still counts', async () => {
    await giveBefore(stack.context.database, visitId, { language: 'es' });
    expect((await ownView(ada, visitId)).asksAgain).toBeNull();
    expect(consentPart(await visitOf(helen, visitId))?.verdict).toBe('allow');
  });

  it('the evidence has the words that were read, and says which are not those of today', async () => {
    await giveBefore(stack.context.database, visitId);
    await said(tellOwn(ada, visitId, 'answers', agree()));
    const { consentTexts, texts } = await evidence();
    expect(consentTexts.map(({ standing, version }) => [standing, version])).toEqual([
      ['changed', 'house1'],
      ['as-read', 'house1'],
    ]);
    const words = ({ sections }: Pick<ConsentTextView, 'sections'>) => sections[0]?.paragraphs[0];
    expect(texts.map(words)).toEqual([HOUSE_TEXT.en.paragraphs[0], EDITED.en.paragraphs[0]]);
    expect(texts.map(digestOfText)).toEqual(consentTexts.map(({ digest }) => digest));
  });

  it('a text that the site uses no more is told from a changed one, and can still be read', async () => {
    const texts = loadConsentTexts(folderOf({ ...HOUSE_TEXT, version: 'house0' }), '2026-11-22');
    const { database } = stack.context;
    const older = createConsents({ database, packs: loadPacks().packs, texts });
    await database.transaction((tx) =>
      older.give(tx, {
        ...{ tenantId: 'sandbox', patientId: 'ada-martin', visitId, givenFor: 'patient', kind: 'telehealth' },
        ...{ version: 'house0', language: 'en', agreed: true, by: 'self', modality: 'video', state: 'MA' },
        ...{ heard: null, at: new Date(), who: WHO },
      }),
    );
    const { consentTexts, texts: read } = await evidence();
    expect([consentTexts[0]?.standing, read[0]?.version]).toEqual(['gone', 'house0']);
    expect((await ownView(ada, visitId)).asksAgain).toBe('new-text');
  });

  it('a yes to recording does not reach to words that were changed', async () => {
    const { database } = stack.context;
    const of = { tenantId: 'sandbox', patientId: 'ada-martin', visitId };
    const give = (register: ConsentRegister, language: 'en' | 'es') =>
      database.transaction((tx) =>
        register.listening.give(tx, {
          ...{ ...of, purpose: 'recording', subject: 'patient', speaker: 'patient', givenFor: 'patient' },
          ...{ agreed: true, by: 'self', language, modality: 'video', version: 'house1', state: 'MA' },
          ...{ heard: null, who: WHO, at: new Date() },
        }),
      );
    await give(houseBefore(database), 'en');
    await give(houseBefore(database), 'es');
    const texts = loadConsentTexts(folderOf(EDITED, { ...RECORDING, en: EDITED.en }), '2026-11-22');
    const today = createConsents({ database, packs: loadPacks().packs, texts });
    const answers = await today.listening.list(database.db, of);
    expect(answers.map(({ language, isTextAsRead }) => [language, isTextAsRead])).toEqual([
      ['en', false],
      ['es', true],
    ]);
  });

  it('stands on the page of the rules, with what was read when', async () => {
    await giveBefore(stack.context.database, visitId);
    const irene = await atStaffDoor(stack, 'irene-vasquez');
    const { changedTexts } = await said<RulesView>(irene.api.get('rules'));
    expect(changedTexts.filter(({ kind }) => kind === 'telehealth')).toEqual([
      { kind: 'telehealth', version: 'house1', language: 'en', firstReadAt: expect.any(String) },
    ]);
  });

  it('what was read is never written over', async () => {
    await giveBefore(stack.context.database, visitId);
    const { database } = stack.context;
    for (const order of ['UPDATE consent_texts_read SET version = version', 'DELETE FROM consent_texts_read'])
      await expect(database.db.execute(order)).rejects.toThrow();
  });
});

describe('the start', () => {
  it('says it of a text that somebody read in other words, and of no other', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'webside-changed-'));
    await plantEmbedded(folder);
    const start = (texts: string) =>
      startSmallHouse({
        tenants: [entryFor(NO_EHR, 'small')],
        folder,
        env: { WEBSIDE_CONSENT_TEXTS: texts },
      });
    const isTold = ({ lines }: { lines: string[] }) =>
      lines.some((one) => one.includes('consent.text-changed'));
    const first = await start(folderOf(HOUSE_TEXT));
    await giveBefore(first.context.database, 'visit-1');
    // Whose counsel has approved nothing reads which texts those are.
    expect(first.lines.find((one) => one.includes('consent.drafts'))).toContain('telehealth/house1');
    await first.close();
    const same = await start(folderOf(HOUSE_TEXT));
    expect(isTold(same)).toBe(false);
    await same.close();
    const edited = await start(folderOf(EDITED));
    expect(isTold(edited)).toBe(true);
    expect(edited.lines.find((one) => one.includes('consent.text-changed'))).toContain(
      'telehealth/house1/en',
    );
    await edited.close();
    await rm(folder, { recursive: true, force: true });
  });
});
