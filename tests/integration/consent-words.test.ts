// The patient's word on care over video or phone, over HTTP with the whole app: asked again when the text or the way of
// meeting changes, spoken and written down, taken back. What changes in a visit that goes on closes nothing but its gate.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ConsentTextView } from '#domain/consent';
import type { CheckInAnswer, EvidenceView, RoomView, VisitView } from '#domain/visit';
import { readConsent } from '#profiles/telehealth-consent';
import { createConsents, loadConsentTexts } from '#server/consent';
import { loadPacks } from '#server/rules';
import { versionInForce } from '../fixtures/consent-versions.ts';
import { HOUSE_TEXT, writeConsentTexts } from '../fixtures/own-consent-texts.ts';
import { writeSitePack } from '../fixtures/site-pack.ts';
import { type Stack, startStack } from '../fixtures/stack.ts';
import {
  ADMIT,
  answersOf,
  atPatientDoor,
  type Caller,
  checkIn,
  codeOf,
  inChart,
  newDevice,
  noteAloud,
  ownView,
  ownVisit,
  said,
  tell,
  tellOwn,
  visitOf,
} from '../fixtures/visit-people.ts';

/** What this site's compliance officer read of one state; the shipped rows of Georgia and others are recalled. */
const IN_WRITING = {
  ...{ kind: 'telehealth-consent', key: 'NH', bound: 'all', form: 'written form', law: 'a manual' },
  duties: ['in-writing'],
};

let stack: Stack;
let helen: Caller;
let ada: Caller;
let visitId: string;
beforeAll(async () => {
  // Counsel has read the English text; the Spanish one is a draft still.
  const approvals = [
    {
      ...{ kind: 'telehealth', version: versionInForce(), by: 'Jane Roe', on: '2026-11-20' },
      ...{ languages: ['en'], states: 'all' },
    },
  ];
  stack = await startStack({
    env: {
      WEBSIDE_CONSENT_TEXTS: writeConsentTexts({ 'counsel.json': { approvals } }),
      WEBSIDE_RULES: writeSitePack([IN_WRITING]),
    },
  });
  helen = await inChart(stack);
  ada = await atPatientDoor(stack);
});
afterAll(() => stack.close());
beforeEach(async () => {
  visitId = (await ownVisit(helen)).visitId;
});

const seen = () => visitOf(helen, visitId);
const consentPart = ({ gate }: VisitView) => gate.parts.find(({ part }) => part === 'consent');
const codesOf = (visit: VisitView) => consentPart(visit)?.reasons.map(({ code }) => code) ?? [];
const agree = (more: object = {}) => ({
  answer: {
    question: 'consent',
    agreed: true,
    version: versionInForce(),
    language: 'en',
    by: 'self',
    ...more,
  },
});
const aloud = (more: object = {}) => noteAloud(helen, visitId, more);
const toPhone = () => said<VisitView>(tell(helen, visitId, 'move', { to: 'phone', reason: 'no-video' }));
const toVideo = () => said<VisitView>(tell(helen, visitId, 'move', { to: 'video', reason: 'other' }));
const textIn = (language = 'en') =>
  said<ConsentTextView>(ada.api.get(`consent-text?visitId=${visitId}&language=${language}`));

async function inVisit(): Promise<string> {
  await checkIn(ada, visitId);
  await said(tell(helen, visitId, 'admit', ADMIT));
  const device = newDevice();
  await said(tell(ada, visitId, 'join', { device }));
  return device;
}

describe('the text', () => {
  it('is that of the place where the patient says they are, a draft where counsel did not approve it', async () => {
    const english = await textIn();
    expect([english.version, english.approval?.by]).toEqual([versionInForce(), 'Jane Roe']);
    await said(tellOwn(ada, visitId, 'arrive'));
    for (const answer of answersOf('VT').filter(({ question }) => question !== 'consent'))
      await said(tellOwn(ada, visitId, 'answers', { answer }));
    const text = await textIn('es');
    expect([text.version, text.approval]).toEqual([versionInForce('telehealth', 'VT'), null]);
    expect(JSON.stringify(text.sections)).toContain('Vermont');
    expect(await codeOf(tellOwn(ada, visitId, 'answers', agree()))).toBe('consent.version');
    await said(tellOwn(ada, visitId, 'answers', agree({ version: text.version, language: 'es' })));
    expect((await ownView(ada, visitId)).missing).toEqual(expect.not.arrayContaining(['consent']));
  });

  it('a no to a text that changed meanwhile is heard', async () => {
    await said(tellOwn(ada, visitId, 'arrive'));
    expect(await codeOf(tellOwn(ada, visitId, 'answers', agree({ agreed: false, version: '1' })))).toBe('ok');
    expect((await ownView(ada, visitId)).consent).toBe('refused');
  });

  it('whoever agreed to an older one is asked again before the waiting room, and the gate says why', async () => {
    const { database } = stack.context;
    // The app as it was before its text changed.
    const texts = loadConsentTexts(writeConsentTexts({ 'old.json': { texts: [HOUSE_TEXT] } }), '2026-11-22');
    const before = createConsents({ database, packs: loadPacks().packs, texts });
    const rest = answersOf().filter(({ question }) => question !== 'consent');
    await said(tellOwn(ada, visitId, 'arrive'));
    for (const answer of rest) await said(tellOwn(ada, visitId, 'answers', { answer }));
    await database.transaction((tx) =>
      before.give(tx, {
        ...{ tenantId: 'sandbox', patientId: 'ada-martin', visitId, givenFor: 'patient', kind: 'telehealth' },
        ...{ version: 'house1', language: 'en', agreed: true, by: 'self', modality: 'video', state: 'MA' },
        ...{ heard: null, at: new Date() },
        who: { personKey: null, fhirUser: null, name: 'Ada Martin', participantId: null },
      }),
    );
    const own = await ownView(ada, visitId);
    expect([own.consent, own.asksAgain, own.missing, own.hold]).toEqual([
      ...['given', 'new-text', ['signs', 'consent'], 'questions-left'],
    ]);
    expect(await codeOf(tellOwn(ada, visitId, 'ready'))).toBe('visit.questions-left');
    const visit = await seen();
    expect([consentPart(visit)?.verdict, codesOf(visit)[0]]).toEqual(['block', 'consent-old-version']);
    await said(tellOwn(ada, visitId, 'answers', agree()));
    expect((await ownView(ada, visitId)).asksAgain).toBeNull();
    await said(tellOwn(ada, visitId, 'ready'));
    expect(await codeOf(tell(helen, visitId, 'admit', ADMIT))).toBe('ok');
  });
});

describe('from video to the telephone, in the visit', () => {
  it('nothing is cut: the gate needs a review, the clinician asks aloud, and goes on', async () => {
    const device = await inVisit();
    const moved = await toPhone();
    expect([moved.state, moved.gate.verdict, moved.isOpenToMore]).toEqual([
      'moved-to-phone',
      'needs-review',
      false,
    ]);
    expect(codesOf(moved)[0]).toBe('consent-other-modality');
    expect(consentPart(moved)?.mayOverride).toContain('clinician');
    expect(moved.notices[0]).toMatchObject({ code: 'refused-during-visit' });
    expect(moved.notices[0]?.offers[0]).toBe('ask-aloud');
    expect(moved.consent).toMatchObject({ word: 'given', asksAgain: 'new-way', mayAgreeAloud: true });
    expect((await said<RoomView>(tell(ada, visitId, 'join', { device }))).mayConnect).toBe(true);
    const asked = await ownView(ada, visitId);
    expect([asked.asksAgain, asked.consentHeard, asked.mayJoin]).toEqual(['new-way', null, true]);

    const open = await said<VisitView>(aloud({ interpreter: 'Maria Ruiz', language: 'es' }));
    expect([open.gate.verdict, open.isOpenToMore, open.consent.word]).toEqual(['allow', true, 'given']);
    expect(open.notices.map(({ code }) => code)).toEqual(['gate-open-again']);
    const own = await ownView(ada, visitId);
    expect([own.consent, own.asksAgain]).toEqual(['given', null]);
    expect(own.consentHeard?.by).toMatch(/Brooks/);

    // Both ways were agreed to: nobody is asked twice.
    expect((await toVideo()).gate.verdict).toBe('allow');
    expect((await toPhone()).gate.verdict).toBe('allow');

    const { consents, texts, records } = await said<EvidenceView>(
      helen.api.get(`visits/${visitId}/evidence`),
    );
    expect(consents.map(readConsent)).toMatchObject([
      { modality: 'video', heard: null, language: 'en' },
      { modality: 'audio', heard: { interpreter: 'Maria Ruiz', witness: null }, language: 'es' },
    ]);
    expect(texts.map(({ version, language }) => `${version} ${language}`)).toEqual([
      `${versionInForce()} en`,
      `${versionInForce()} es`,
    ]);
    const refused = records.find(({ record }) => record.event === 'refused')?.record;
    expect(refused?.questions.consent).toMatchObject({ modality: 'audio' });
  });

  it('their own press on the page does the same', async () => {
    await inVisit();
    await toPhone();
    await said(tellOwn(ada, visitId, 'answers', agree()));
    const open = await seen();
    expect([open.gate.verdict, open.consent.heard]).toEqual(['allow', null]);
  });

  it('a no that is heard refuses the telephone, and leaves video as it was', async () => {
    await inVisit();
    await toPhone();
    const refused = await said<VisitView>(aloud({ agreed: false }));
    expect([refused.state, consentPart(refused)?.verdict, codesOf(refused)[0]]).toEqual([
      ...['moved-to-phone', 'block', 'consent-refused'],
    ]);
    expect((await toVideo()).gate.verdict).toBe('allow');
    await toPhone();
    expect((await said<VisitView>(aloud())).gate.verdict).toBe('allow');
  });

  it('taken back, it is taken back for both, and no clinician writes it back in', async () => {
    await inVisit();
    await toPhone();
    await said(aloud());
    await said(tellOwn(ada, visitId, 'withdraw', { kind: 'telehealth' }));
    const closed = await seen();
    expect([consentPart(closed)?.verdict, closed.consent.mayAgreeAloud]).toEqual(['block', false]);
    expect(closed.notices[0]?.offers).not.toContain('ask-aloud');
    expect(await codeOf(aloud())).toBe('consent.theirs');
    expect(consentPart(await toVideo())?.verdict).toBe('block');
    expect((await ownView(ada, visitId)).consent).toBe('taken-back');
    expect(await codeOf(aloud({ agreed: false }))).toBe('ok');
    expect((await ownView(ada, visitId)).consent).toBe('refused');
  });

  it('whoever takes the visit over asks; what was taken back they do not take over', async () => {
    await inVisit();
    await toPhone();
    const amara = await inChart(stack, 'amara-diallo');
    await said(amara.api.post('credentials/import', {}));
    await said(tell(helen, visitId, 'hand-over'));
    const taken = await said<VisitView>(tell(amara, visitId, 'take-over'));
    expect([taken.host.isYou, taken.gate.verdict]).toEqual([true, 'needs-review']);
    expect((await said<VisitView>(noteAloud(amara, visitId))).gate.verdict).toBe('allow');
    await said(tell(amara, visitId, 'hand-over'));
    await said(tellOwn(ada, visitId, 'withdraw', { kind: 'telehealth' }));
    expect(await codeOf(tell(helen, visitId, 'take-over'))).toBe('visit.gate');
  });

  it('a visit that is waiting may go to the telephone at once, and is asked there', async () => {
    await checkIn(ada, visitId);
    const called = await toPhone();
    expect([called.state, called.gate.verdict, codesOf(called)[0]]).toEqual([
      ...['moved-to-phone', 'needs-review', 'consent-other-modality'],
    ]);
    expect((await said<VisitView>(aloud())).gate.verdict).toBe('allow');
  });
});

describe('what is written down of what was heard', () => {
  it('is the visit’s own clinician’s, to the text in force, with who said it', async () => {
    await inVisit();
    await toPhone();
    expect(await codeOf(aloud({ version: '1' }))).toBe('consent.version');
    expect(await codeOf(aloud({ as: 'parent' }))).toBe('consent.by');
    expect(await codeOf(aloud({ name: 'Somebody' }))).toBe('consent.by');
    const other = await inChart(stack, 'amara-diallo');
    expect(await codeOf(noteAloud(other, visitId))).not.toBe('ok');
    expect(await codeOf(noteAloud(ada, visitId))).not.toBe('ok');
    expect((await seen()).gate.verdict).toBe('needs-review');
    // A grown person's parent speaks for nobody: that is for a person to look at.
    await said(aloud({ as: 'parent', name: 'Lucía Martin' }));
    const part = consentPart(await seen());
    expect([part?.verdict, part?.reasons[0]?.code]).toEqual(['needs-review', 'representative-of-an-adult']);
    await said(tell(helen, visitId, 'end'));
    expect(await codeOf(aloud())).toBe('visit.state');
  });
});

describe('where the place of the patient asks for writing', () => {
  it('a spoken yes needs a review, and is asked for again on their own screen; their press opens the gate', async () => {
    await checkIn(ada, visitId, { state: 'NH' });
    expect((await seen()).gate.verdict).toBe('allow');
    await said(tell(helen, visitId, 'admit', ADMIT));
    const moved = await toPhone();
    expect(moved.consent.writing).toMatchObject({
      ...{ isSure: true, reason: { code: 'consent-not-in-writing', rule: 'telehealth-consent/NH' } },
    });
    const heard = await said<VisitView>(aloud());
    expect([heard.state, consentPart(heard)?.verdict, codesOf(heard)[0]]).toEqual([
      ...['moved-to-phone', 'needs-review', 'consent-not-in-writing'],
    ]);
    const own = await ownView(ada, visitId);
    expect([own.consent, own.asksAgain]).toEqual(['given', 'in-writing']);
    await said(tellOwn(ada, visitId, 'answers', agree()));
    expect([(await seen()).gate.verdict, (await ownView(ada, visitId)).asksAgain]).toEqual(['allow', null]);
  });

  it('by a row in doubt a spoken yes counts; the clinician reads of it before they write it down', async () => {
    const version = versionInForce('telehealth', 'GA');
    await said(tellOwn(ada, visitId, 'arrive'));
    for (const answer of answersOf('GA').filter(({ question }) => question !== 'consent'))
      await said(tellOwn(ada, visitId, 'answers', { answer }));
    expect((await seen()).consent.writing).toMatchObject({ isSure: false, reason: { code: 'recalled-row' } });
    const heard = await said<VisitView>(aloud({ version }));
    expect(consentPart(heard)?.verdict).toBe('allow');
    expect(codesOf(heard)).toContain('recalled-row');
  });

  it('nothing is said of it where no row asks', async () => {
    await checkIn(ada, visitId);
    expect((await seen()).consent.writing).toBeNull();
  });
});

describe('a child', () => {
  const amara = () => inChart(stack, 'amara-diallo', 'noah-brennan');
  const partAt = async (host: Caller, of: string) => consentPart(await visitOf(host, of));

  it('is spoken for by a parent; alone, their word needs a review', async () => {
    const host = await amara();
    const { visitId: of } = await ownVisit(host);
    const mother = await atPatientDoor(stack, 'sofia-brennan-proxy', 'noah-brennan');
    await said(tellOwn(mother, of, 'arrive'));
    for (const answer of answersOf('MA', 'parent')) await said(tellOwn(mother, of, 'answers', { answer }));
    await said(tellOwn(mother, of, 'ready'));
    expect((await partAt(host, of))?.verdict).toBe('allow');
    await said(tell(host, of, 'move', { to: 'phone', reason: 'no-video' }));
    await said(noteAloud(host, of));
    const alone = await partAt(host, of);
    expect([alone?.verdict, alone?.reasons[0]?.code]).toEqual(['needs-review', 'minor-alone']);
    await said(noteAloud(host, of, { as: 'parent', name: 'Sofia Brennan' }));
    expect((await partAt(host, of))?.verdict).toBe('allow');
    const record = await stack.context.visits.findVisitRecord('sandbox', of);
    expect(record?.consents.map(({ by, name, modality }) => [by, name, modality])).toEqual([
      ['parent', expect.stringMatching(/Brennan/), 'video'],
      ['self', expect.stringMatching(/Noah/), 'audio'],
      ['parent', 'Sofia Brennan', 'audio'],
    ]);
  });
});

describe('taking it back', () => {
  it('closes the gate before it is answered', async () => {
    await inVisit();
    expect((await seen()).isOpenToMore).toBe(true);
    await said(tellOwn(ada, visitId, 'withdraw', { kind: 'telehealth' }));
    expect((await seen()).isOpenToMore).toBe(false);
  });

  it('refusing at check-in keeps nobody from waiting, and the clinician sees it', async () => {
    const no = agree({ agreed: false }).answer as CheckInAnswer;
    const view = await checkIn(ada, visitId, { change: [no] });
    expect([view.state, view.hold]).toEqual(['waiting', 'consent-refused']);
    expect((await seen()).consent).toMatchObject({ word: 'refused', mayAgreeAloud: false });
  });
});
