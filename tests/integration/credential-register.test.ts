// The credential register over HTTP. Sheets: a look that changes nothing, an import that is all or what was said, nobody
// verified by a file, an export that no spreadsheet runs. Reminders: once at each mark, by a letter that names nobody.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CredentialsView,
  EXAMPLE_SHEET,
  SHEET_COLUMNS,
  type SheetImported,
  type SheetPreview,
} from '#domain/licensure';
import { addDays, listDays } from '#domain/rules';
import { sandboxTenants } from '#server/smart/tenants';
import { readSheet } from '../../server/licensure/read-sheet.ts';
import { openPostOffice, type PostOffice, readLetter } from '../fixtures/post-office.ts';
import { type Stack, startStack } from '../fixtures/stack.ts';
import { atStaffDoor, type Caller, codeOf, said } from '../fixtures/visit-people.ts';

const KEEPER = 'credentialing@clinic.example';
let stack: Stack;
let irene: Caller;
let office: PostOffice;
beforeAll(async () => {
  office = await openPostOffice();
  stack = await startStack({
    env: { WEBSIDE_SMTP: office.url, WEBSIDE_MAIL_FROM: 'register@clinic.example' },
    tenants: (origin) =>
      sandboxTenants({ sandboxOrigin: origin }).map((tenant) => ({
        ...tenant,
        ...(tenant.id === 'sandbox' && {
          site: { ...tenant.site, licenceRemindersTo: KEEPER, asksNpiRegistry: true },
        }),
      })),
  });
  irene = await atStaffDoor(stack, 'irene-vasquez');
});
afterAll(async () => {
  await stack.close();
  await office.shut();
});

const file = (text: string) => Buffer.from(text).toString('base64');
const sheet = (...rows: string[]) => `${[SHEET_COLUMNS.join(','), ...rows].join('\r\n')}\r\n`;
const look = (text: string) =>
  said<SheetPreview>(irene.api.post('credentials/sheet/preview', { file: file(text) }));
const bring = (text: string, digest: string, leavesOutWrong = false) =>
  irene.api.post('credentials/sheet/import', { file: file(text), digest, leavesOutWrong });
const register = async () => (await said<CredentialsView>(irene.api.get('credentials'))).credentials;
const of = async (number: string) => (await register()).find((line) => line.number === number);

describe('reminders of the register', () => {
  const HOUR = 3600_000;
  const DAY = 24 * HOUR;
  let ahead = 0;
  const skip = (milliseconds: number) => {
    ahead += milliseconds;
    stack.skipTime(milliseconds);
  };
  /** In New York, so many days from now. */
  const day = (days: number) =>
    addDays(listDays(new Date(Date.now() + ahead).toISOString(), 'NY').last, days);
  const anHourLater = async () => {
    skip(2 * HOUR);
    await stack.context.reminders.settle();
  };

  it('go out once at each mark, and name nobody', async () => {
    const row = (days: number) =>
      `Practitioner/3001,physician,licence,NY,NY${days + 100},active,2020-01-01,${day(days)},,`;
    const text = sheet(...[-2, 3, 20, 60, 92].map(row));
    await said(bring(text, (await look(text)).digest));
    await anHourLater();
    expect(office.letters.map(({ to }) => to)).toEqual([[KEEPER]]);
    const { head, body } = readLetter(office.letters[0]?.text ?? '');
    expect(head).toMatch(/^Subject: Licenses at Sandbox General end soon/m);
    expect(body).toContain('1 ended, 1 end within 7 days, 1 within 30 days, 1 within 90 days');
    expect(body).toContain('/launch/staff.html?tenant=sandbox');
    expect(`${head}${body}`).not.toMatch(/Practitioner|3001|NY1|New York|physician/);
    await anHourLater();
    expect(office.letters).toHaveLength(1);
  });

  it('go out again at the next mark', async () => {
    skip(4 * DAY);
    await anHourLater();
    const { body } = readLetter(office.letters[1]?.text ?? '');
    // The line of three days is over, the one of ninety-two days has come within ninety.
    expect(body).toContain('1 ended, 0 end within 7 days, 0 within 30 days, 1 within 90 days');
  });

  it('that nobody took are sent when the mail server is there again', async () => {
    const port = Number(new URL(office.url).port);
    await office.shut();
    office.letters.length = 0;
    skip(10 * DAY);
    await anHourLater();
    office = await openPostOffice({ port });
    await anHourLater();
    expect(readLetter(office.letters[0]?.text ?? '').body).toContain(
      '0 ended, 1 end within 7 days, 0 within 30 days, 0 within 90 days',
    );
    await anHourLater();
    expect(office.letters).toHaveLength(1);
  });
});

describe('sheets of the register', () => {
  beforeAll(async () => {
    // The clock was moved by weeks.
    irene = await atStaffDoor(stack, 'irene-vasquez');
  });

  it('enter what a person has seen, unverified, and once', async () => {
    const before = await register();
    const seen = await look(EXAMPLE_SHEET);
    expect(seen.rows.map(({ standing }) => standing)).toEqual(['new', 'new', 'new', 'new']);
    expect(await register()).toEqual(before);
    const done = await said<SheetImported>(bring(EXAMPLE_SHEET, seen.digest));
    expect([done.entered, done.changed, done.leftOut]).toEqual([4, 0, 0]);
    expect(done.register.credentials).toHaveLength(before.length + 4);
    expect(await of('MD-204417')).toMatchObject({ origin: 'file', verified: null, state: 'NY' });
    // The same order again: the register is no longer what the digest was of.
    expect(await codeOf(bring(EXAMPLE_SHEET, seen.digest))).toBe('register.sheet-changed');
    expect((await look(EXAMPLE_SHEET)).rows.map(({ standing }) => standing)).toEqual(
      Array.from({ length: 4 }, () => 'unchanged'),
    );
    expect(await register()).toHaveLength(before.length + 4);
  });

  it('with a wrong row enter nothing, or all the others where the person says so', async () => {
    const text = sheet(
      'Practitioner/2001,physician,licence,OH,35.1,active,2025-01-01,2027-12-31,,',
      'Practitioner/2001,physician,licence,XX,35.2,active,2025-01-01,2027-12-31,,',
    );
    const { rows, digest } = await look(text);
    expect(rows.map(({ standing, row }) => [row, standing])).toEqual([
      [2, 'new'],
      [3, 'wrong'],
    ]);
    expect(await codeOf(bring(text, digest))).toBe('register.sheet-wrong');
    expect(await of('35.1')).toBeUndefined();
    const done = await said<SheetImported>(bring(text, digest, true));
    expect([done.entered, done.leftOut]).toEqual([1, 1]);
    expect((await of('35.1'))?.verified).toBeNull();
    expect(await of('35.2')).toBeUndefined();
  });

  it('take the verification off a line that they change, and no other', async () => {
    const row = (to: string) => sheet(`Practitioner/2002,nurse,licence,ME,RN1,active,2025-01-01,${to},,`);
    const first = row('2027-06-30');
    await said(bring(first, (await look(first)).digest));
    const credentialId = (await of('RN1'))?.credentialId ?? '';
    const source = 'Maine State Board of Nursing';
    await said(
      irene.api.post(`credentials/${credentialId}/verify`, { source, status: 'active', to: '2027-06-30' }),
    );
    const same = await look(first);
    await said(bring(first, same.digest));
    expect((await of('RN1'))?.verified).toMatchObject({ source });
    const longer = row('2029-06-30');
    const seen = await look(longer);
    expect(seen.rows[0]).toMatchObject({ standing: 'changes', losesVerification: true });
    // A preview of the other file is not leave to import this one.
    expect(await codeOf(bring(longer, same.digest))).toBe('register.sheet-changed');
    await said(bring(longer, seen.digest));
    expect(await of('RN1')).toMatchObject({ credentialId, to: '2029-06-30', verified: null });
  });

  it('neither a sheet nor a hand lifts a suspension; the person who looked at the source does', async () => {
    const text = sheet('Practitioner/2003,physician,licence,VT,42,active,2025-01-01,2027-12-31,,');
    await said(bring(text, (await look(text)).digest));
    const credentialId = (await of('42'))?.credentialId ?? '';
    const verify = (status: string) =>
      said(
        irene.api.post(`credentials/${credentialId}/verify`, { source: 'Board', status, to: '2027-12-31' }),
      );
    await verify('suspended');
    expect((await look(text)).rows[0]?.faults).toEqual([
      { code: 'register-says-barred', column: 'status', found: 'suspended' },
    ]);
    const byHand = {
      ...{ practitioner: 'Practitioner/2003', kind: 'licence', profession: 'physician', state: 'VT' },
      ...{ compact: null, number: '42', status: 'active', from: '2025-01-01', to: '2027-12-31' },
      residenceState: false,
    };
    expect(await codeOf(irene.api.post('credentials', byHand))).toBe('licensure.barred');
    expect((await of('42'))?.status).toBe('suspended');
    await verify('active');
    expect((await of('42'))?.status).toBe('active');
    expect(await codeOf(irene.api.post('credentials', byHand))).toBe('ok');
  });

  it('that are none say why', async () => {
    expect((await look('salary\r\n1')).fault).toEqual({ code: 'column-unknown', found: 'salary' });
    const latin = Buffer.from('practitioner,ñ', 'latin1').toString('base64');
    expect(
      (await said<SheetPreview>(irene.api.post('credentials/sheet/preview', { file: latin }))).fault,
    ).toMatchObject({ code: 'not-text' });
    expect(await codeOf(bring('salary\r\n1', 'x'.repeat(43)))).toBe('register.sheet-changed');
    const large = { file: 'A'.repeat(400_000) };
    expect((await irene.api.post('credentials/sheet/preview', large)).status).toBe(413);
  });

  it('written from the register hold no formula, and say the same when they come back', async () => {
    const source = '=HYPERLINK("http://x.example")';
    const hostile = sheet('Practitioner/2004,physician,licence,NH,9,active,2025-01-01,2027-12-31,,');
    await said(bring(hostile, (await look(hostile)).digest));
    const credentialId = (await of('9'))?.credentialId ?? '';
    await said(
      irene.api.post(`credentials/${credentialId}/verify`, { source, status: 'active', to: '2027-12-31' }),
    );
    const answer = await irene.api.get('credentials/sheet');
    expect(answer.headers.get('content-disposition')).toContain('credential-register.csv');
    expect(answer.headers.get('content-type')).toContain('text/csv');
    const bytes = new Uint8Array(await answer.arrayBuffer());
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const read = readSheet(bytes);
    const cells = read.ok ? read.records.flat() : [];
    expect(cells).toContain(`'${source}`);
    expect(cells.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
    const back = await said<SheetPreview>(
      irene.api.post('credentials/sheet/preview', { file: Buffer.from(bytes).toString('base64') }),
    );
    expect(back.fault).toBeNull();
    expect(new Set(back.rows.map(({ standing }) => standing))).toEqual(new Set(['unchanged']));
    expect(back.rows).toHaveLength((await register()).length);
  });

  it('stand beside a question to the NPI registry, which the site allows and which verifies nothing', async () => {
    const { credentials, asksNpiRegistry } = await said<CredentialsView>(irene.api.get('credentials'));
    expect(asksNpiRegistry).toBe(true);
    const before = credentials.find(({ verified }) => verified === null);
    const path = `credentials/${before?.credentialId}/look-up`;
    // A wrong check digit is known here; nothing leaves the house for it.
    expect(await said(irene.api.post(path, { npi: '1234567890' }))).toEqual({ ok: false, why: 'no-npi' });
    expect((await register()).find(({ credentialId }) => credentialId === before?.credentialId)).toEqual(
      before,
    );
    const unknown = irene.api.post('credentials/aaaaaaaaaaaaaaaaaaaaaa/look-up', { npi: '1234567893' });
    expect(await codeOf(unknown)).toBe('licensure.unknown');
  });

  it('are for who keeps the register alone', async () => {
    const helen = await atStaffDoor(stack);
    for (const path of ['credentials/sheet/preview', 'credentials/sheet/import'])
      expect((await helen.api.post(path, { file: '' })).status).toBe(403);
    expect((await helen.api.get('credentials/sheet')).status).toBe(403);
  });
});

describe('a register longer than a page', () => {
  const pageOf = (query: string) => said<CredentialsView>(irene.api.get(`credentials?${query}`));
  const numbers = ({ credentials }: CredentialsView) => credentials.map(({ number }) => number);

  it('says how many lines there are and hands out every one, once, those that end first on top', async () => {
    const rows = ['X-1', 'X-2', 'X-3'].map(
      (number, at) =>
        `Practitioner/long-list,physician,licence,WY,${number},active,2025-01-01,203${at}-01-01,,`,
    );
    const text = sheet(...rows);
    await said(bring(text, (await look(text)).digest));
    const whole = await pageOf('');
    const pages = [];
    for (let from = 0; from < whole.total; from += 2) pages.push(await pageOf(`from=${from}&most=2`));
    expect(pages.every(({ total }) => total === whole.total)).toBe(true);
    expect(pages.flatMap(numbers)).toEqual(numbers(whole));
    expect(await pageOf(`from=${whole.total}&most=2`)).toMatchObject({ credentials: [], total: whole.total });
  });

  it('finds one person among them, and a clinician finds nobody but themselves', async () => {
    const theirs = await pageOf('practitioner=Practitioner/long-list&most=2');
    expect([numbers(theirs), theirs.total]).toEqual([['X-1', 'X-2'], 3]);
    const helen = await atStaffDoor(stack, 'helen-brooks');
    const own = await said<CredentialsView>(helen.api.get('credentials?practitioner=Practitioner/long-list'));
    expect(new Set(own.credentials.map(({ practitioner }) => practitioner))).not.toContain(
      'Practitioner/long-list',
    );
  });

  it.each(['most=0', 'most=5001', 'from=-1', 'practitioner=helen'])('refuses %s', async (query) => {
    expect((await irene.api.get(`credentials?${query}`)).status).toBe(400);
  });
});
