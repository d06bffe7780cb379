// Invitations by e-mail against a real SMTP server: what a letter says and does not say, whom it reaches, and what is
// left when it cannot be sent.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { GuestInviteView, InviteView, MailView } from '#domain/visit';
import { createLog } from '#server/http';
import { createMail, type Letter } from '#server/mail';
import { openPostOffice, type PostOffice, readLetter } from '../fixtures/post-office.ts';
import { type Stack, startStack } from '../fixtures/stack.ts';
import { type Caller, codeOf, inChart, ownVisit, said, tell } from '../fixtures/visit-people.ts';

const FROM = 'visits@clinic.example';
let office: PostOffice;
let stack: Stack;
let helen: Caller;
let visitId: string;
beforeAll(async () => {
  office = await openPostOffice();
  stack = await startStack({ env: { WEBSIDE_SMTP: office.url, WEBSIDE_MAIL_FROM: FROM } });
  helen = await inChart(stack);
});
afterAll(async () => {
  await stack.close();
  await office.shut();
});
beforeEach(async () => {
  // Letters of the test before are forgotten.
  stack.skipTime(60_000);
  visitId = (await ownVisit(helen)).visitId;
  office.letters.length = 0;
});

const mailView = () => said<MailView>(helen.api.get(`visits/${visitId}/mail`));
const inviteGuest = () =>
  said<GuestInviteView>(
    tell(helen, visitId, 'guests', { name: 'Maria', role: 'interpreter', language: 'es' }),
  );
/** What nobody on the way may learn: names, birth date, number, reason, specialty, hour. */
const HEALTH = /\b(Ada|Martin|1961|100101|Brooks|Helen|Maria)\b|blood|diabet|pressure|medicine|interpret/i;

describe('a letter', () => {
  it('to the patient: the hospital and their own address, and nothing of the visit', async () => {
    const { address } = await said<InviteView>(tell(helen, visitId, 'invite'));
    const [offered = ''] = (await mailView()).fromChart;
    expect(offered).toContain('@');
    await said(tell(helen, visitId, 'mail', { to: offered, language: 'en' }));
    const [letter] = office.letters;
    expect([letter?.from, letter?.to]).toEqual([FROM, [offered]]);
    const { head, body } = readLetter(letter?.text ?? '');
    expect(head).toMatch(/^Subject: Your invitation from Sandbox General/m);
    expect(head).toMatch(/^Auto-Submitted: auto-generated/m);
    expect(body).toContain(address);
    expect(body).not.toMatch(HEALTH);
    expect(head.replaceAll(offered, '')).not.toMatch(HEALTH);
  });

  it('to a guest, in Spanish: their own address with its end, which opens the door', async () => {
    const { address, participantId } = await inviteGuest();
    const invitation = address.split('#')[1] ?? '';
    const body = { to: 'maria@agency.example', language: 'es', invitation };
    await said(tell(helen, visitId, `guests/${participantId}/mail`, body));
    const { body: text } = readLetter(office.letters[0]?.text ?? '');
    expect(text).toContain(`#${invitation}`);
    expect(text).toMatch(/Es válida hasta/);
    expect(text).not.toMatch(HEALTH);
    const another = { ...body, invitation: 'somebody-else-s-invitation' };
    expect(await codeOf(tell(helen, visitId, `guests/${participantId}/mail`, another))).toBe(
      'guest.invitation',
    );
    await said(tell(helen, visitId, `guests/${participantId}/remove`));
    expect(await codeOf(tell(helen, visitId, `guests/${participantId}/mail`, body))).toBe('guest.invitation');
    expect(office.letters).toHaveLength(1);
  });

  it.each([
    'ada@a.example, eve@b.example',
    'ada@a.example\r\nBcc: eve@b.example',
    '"a" <ada@a.example>',
    'ada',
  ])('goes to one address alone, not to %j', async (to) => {
    expect((await tell(helen, visitId, 'mail', { to, language: 'en' })).status).toBe(400);
    expect(office.letters).toEqual([]);
  });

  it('that is refused or meets no server says so, and goes when it is sent again', async () => {
    const to = `ada@${office.refuses}`;
    expect(await codeOf(tell(helen, visitId, 'mail', { to, language: 'en' }))).toBe('mail.refused');
    await office.shut();
    const good = { to: 'ada@a.example', language: 'en' };
    expect(await codeOf(tell(helen, visitId, 'mail', good))).toBe('mail.unreachable');
    office = await openPostOffice({ port: Number(new URL(office.url).port) });
    await said(tell(helen, visitId, 'mail', good));
    expect(office.letters).toHaveLength(1);
    expect(stack.lines.join('\n')).not.toMatch(/a\.example|nowhere\.example/);
  });

  it('is a clinician’s or a nurse’s to send, in their own patient’s chart', async () => {
    const other = await inChart(stack, 'helen-brooks', 'benjamin-okafor');
    const body = { to: 'eve@b.example', language: 'en' };
    expect(await codeOf(tell(other, visitId, 'mail', body))).toBe('visit.unknown');
    expect(await codeOf(other.api.get(`visits/${visitId}/mail`))).toBe('visit.unknown');
    expect(office.letters).toEqual([]);
  });
});

describe('letters of one person', () => {
  it('are ten in a minute, whoever they go to, and another person’s are their own', async () => {
    const send = (n: number) => tell(helen, visitId, 'mail', { to: `ada${n}@a.example`, language: 'en' });
    for (let turn = 0; turn < 10; turn += 1) expect(await codeOf(send(turn))).toBe('ok');
    expect(await codeOf(send(10))).toBe('mail.too-many');
    expect(office.letters).toHaveLength(10);
    const nina = await inChart(stack, 'rosa-delgado');
    const letter = { to: 'ada@a.example', language: 'en' };
    expect(await codeOf(tell(nina, visitId, 'mail', letter))).toBe('ok');
    stack.skipTime(60_000);
    expect(await codeOf(send(11))).toBe('ok');
  });
});

describe('the mail server', () => {
  const letter: Letter = {
    kind: 'guest-invite',
    to: 'ada@a.example',
    language: 'en',
    hospital: 'H',
    address: 'https://x.example/',
    until: null,
  };
  const needs = {
    say: async () => (key: string) => key,
    log: createLog('error', { write: () => undefined }),
  };
  it('that offers no TLS gets nothing where TLS is demanded', async () => {
    const settings = { url: office.url, from: FROM, demandsTls: true };
    const mail = createMail({ ...needs, settings });
    expect(await mail.send(letter)).toEqual({ ok: false, why: 'unreachable' });
    expect(await createMail({ ...needs, settings: { ...settings, demandsTls: false } }).send(letter)).toEqual(
      {
        ok: true,
      },
    );
    expect(office.letters).toHaveLength(1);
  });
  it('whose certificate nobody vouches for gets nothing either', async () => {
    const strange = await openPostOffice({ startTls: true });
    const mail = createMail({ ...needs, settings: { url: strange.url, from: FROM, demandsTls: true } });
    expect(await mail.send(letter)).toEqual({ ok: false, why: 'unreachable' });
    expect(strange.letters).toEqual([]);
    await strange.shut();
  });
  it('that is not set is off, and says so', async () => {
    expect(await createMail({ ...needs, settings: null }).send(letter)).toEqual({ ok: false, why: 'off' });
  });
});
