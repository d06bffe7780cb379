// The authorization matrix, generated from the route table and walked whole: every caller × every row ×
// {own, another patient's, another tenant's, absent} launch. Beside it what no row may allow: a request
// without a session, a forged one, a header that claims to be somebody.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller, HttpRow, ProxyRow } from '#server/http';
import { type Stack, startStack } from '../fixtures/stack.ts';
import { apiOf, launchIdOf, mintLaunch, Visitor } from '../fixtures/visitor.ts';

const STAFF: Record<string, Caller> = {
  'helen-brooks': 'clinician',
  'rosa-delgado': 'nurse',
  'peter-lund': 'biller',
  'irene-vasquez': 'supervisor',
  'omar-haddad': 'privacy-officer',
  'nina-petrova': 'tech-admin',
  'kai-jensen': 'no-role',
};

interface Guest {
  visitor: Visitor;
  launchId: string;
}

let stack: Stack;
const callers = new Map<Caller, Guest>();
/** Launches of somebody else, each in a browser of its own. */
const foreign = new Map<'other patient' | 'other tenant', Guest>();

async function launch(
  person: string,
  patient: string,
  personality: 'generic' | 'epic' = 'generic',
): Promise<Guest> {
  const visitor = new Visitor();
  const arrived = await visitor.follow(await mintLaunch(stack, { person, patient, personality }));
  return { visitor, launchId: launchIdOf(arrived) };
}

async function patientDoor(username: string, patient: string): Promise<Guest> {
  const visitor = new Visitor();
  const door = await visitor.follow(`${stack.appUrl}/launch/patient.html?tenant=sandbox`);
  return { visitor, launchId: launchIdOf(await visitor.passEhr(door, { username, patient })) };
}

/** Somebody invited to a visit of the clinician's, who has said who they are. */
async function guestOfVisit(): Promise<Guest> {
  const { visitor: clinician, launchId } =
    callers.get('clinician') ?? (await launch('helen-brooks', 'ada-martin'));
  const api = apiOf(stack, clinician, launchId);
  const visit = await api.post('visits', { source: { kind: 'own', plannedStart: null } });
  const { visitId } = (await visit.json()) as { visitId: string };
  const invited = await api.post(`visits/${visitId}/guests`, { role: 'interpreter', language: 'es' });
  const { address } = (await invited.json()) as { address: string };
  const visitor = new Visitor();
  const came = await visitor.go(`${stack.appUrl}/launch/guest/api/invitation`, {
    method: 'POST',
    body: JSON.stringify({
      ...{
        invitation: address.split('#')[1],
        name: 'Maria Ruiz',
        agreed: true,
        version: '1',
        language: 'es',
      },
    }),
    headers: { 'x-webside': '1', origin: stack.appUrl, 'content-type': 'application/json' },
  });
  const taken = (await came.json()) as { address: string };
  return { visitor, launchId: taken.address.split('/')[2] ?? '' };
}

beforeAll(async () => {
  stack = await startStack();
  for (const [person, caller] of Object.entries(STAFF))
    callers.set(caller, await launch(person, 'ada-martin'));
  callers.set('patient', await patientDoor('ada-martin', 'ada-martin'));
  callers.set('proxy', await patientDoor('sofia-brennan-proxy', 'noah-brennan'));
  callers.set('guest', await guestOfVisit());
  foreign.set('other patient', await launch('amara-diallo', 'benjamin-okafor'));
  foreign.set('other tenant', await launch('helen-brooks', 'ada-martin', 'epic'));
});
afterAll(() => stack.close());

type AskedRow = HttpRow | ProxyRow;

/** The rows of the FHIR road stand in the same matrix. */
function httpRows(): AskedRow[] {
  return stack.context.rows.filter((row) => row.kind !== 'socket');
}

/** Logging out comes last, or nothing after it would be asked as anybody. */
function sessionRows(): AskedRow[] {
  const rows = httpRows().filter((row) => row.who !== 'anyone');
  return rows.toSorted((a, b) => Number(a.path.endsWith('/logout')) - Number(b.path.endsWith('/logout')));
}

function ask(visitor: Visitor, row: AskedRow, launchId: string, headers: Record<string, string> = {}) {
  const url =
    stack.appUrl + row.path.replace(':launchId', launchId).replaceAll(/:[a-zA-Z]+|\{\*path\}/g, 'x');
  const own = { 'x-webside': '1', origin: stack.appUrl, 'content-type': 'application/json', ...headers };
  return row.method === 'GET'
    ? visitor.go(url, { headers })
    : visitor.go(url, { method: row.method, body: '{}', headers: own });
}

async function codeOf(answer: Response): Promise<string> {
  const type = answer.headers.get('content-type') ?? '';
  return type.includes('problem+json')
    ? ((await answer.json()) as { code: string }).code
    : `${answer.status}`;
}

describe('the route table', () => {
  it('says of every row who may call it; a change shows up here', async () => {
    const lines = httpRows()
      .map(
        ({ method, path, who }) =>
          `${method.padEnd(5)}${path.padEnd(40)}${who === 'anyone' ? 'anyone' : who.join(' ')}`,
      )
      .toSorted();
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('../fixtures/route-table.txt');
  });

  it('has no row that changes something by GET', () => {
    const verbs = /\/(logout|handoff|unlock|activity|sign|admit)$/;
    expect(httpRows().filter(({ method, path }) => method === 'GET' && verbs.test(path))).toEqual([]);
  });
});

// Before the rows: those end by logging everybody out.

/** The role matrix (security-rules 6 l), list by list: what no role is told of stands nowhere in its answers. */
const EVERY_LIST = [
  ...['patient', 'allergies', 'problems', 'medications', 'vitals', 'labs', 'documents', 'encounters'],
  ...['appointments', 'immunizations', 'procedures', 'coverage'],
];
const LISTS_OF: Record<string, readonly string[]> = {
  clinician: EVERY_LIST,
  nurse: EVERY_LIST,
  'no-role': EVERY_LIST,
  patient: EVERY_LIST,
  proxy: EVERY_LIST,
  biller: ['patient', 'encounters', 'appointments', 'coverage'],
  supervisor: ['patient', 'encounters', 'appointments'],
  'privacy-officer': [],
  'tech-admin': [],
};
/** The FHIR road's types by the list they belong to. */
const TYPES_OF: Record<string, readonly string[]> = {
  allergies: ['AllergyIntolerance'],
  problems: ['Condition'],
  medications: ['MedicationRequest'],
  vitals: ['Observation'],
  documents: ['DocumentReference'],
  immunizations: ['Immunization'],
  procedures: ['Procedure'],
  coverage: ['Coverage'],
  encounters: ['Encounter'],
  appointments: ['Appointment'],
};
type Line = { list: string; state: string; rows?: unknown[] };

describe('roles × lists of the chart', () => {
  it('the whole chart, the single list and the FHIR road say the same', async () => {
    const wrong: string[] = [];
    let cells = 0;
    const expectCell = (name: string, got: unknown, wanted: unknown) => {
      cells += 1;
      if (got !== wanted) wrong.push(`${name}: ${String(got)} instead of ${String(wanted)}`);
    };
    for (const [caller, { visitor, launchId }] of callers) {
      const allowed = LISTS_OF[caller] ?? [];
      const api = apiOf(stack, visitor, launchId);
      const whole = await api.get('chart');
      expectCell(`${caller} chart`, whole.status, allowed.length > 0 ? 200 : 403);
      const lines =
        whole.status === 200
          ? (await whole.text())
              .trim()
              .split('\n')
              .map((line) => JSON.parse(line) as Line)
          : [];
      for (const list of EVERY_LIST) {
        const line = lines.find((one) => one.list === list);
        const isAllowed = allowed.includes(list);
        if (allowed.length > 0) {
          expectCell(`${caller} chart ${list}`, line?.state, isAllowed ? 'ready' : 'not-permitted');
          expectCell(`${caller} chart ${list} has rows`, line?.rows !== undefined, isAllowed);
        }
        const single = await codeOf(await api.get(`chart?list=${list}`));
        expectCell(`${caller} ?list=${list}`, single, isAllowed ? '200' : 'role.not-allowed');
        for (const type of TYPES_OF[list] ?? [])
          for (const path of [type, `${type}/absent`]) {
            const answer = await visitor.go(`${stack.appUrl}/l/${launchId}/fhir/${path}`);
            expectCell(`${caller} fhir/${path}`, (await codeOf(answer)) !== 'role.not-allowed', isAllowed);
          }
      }
    }
    expect(wrong).toEqual([]);
    expect(cells).toBeGreaterThan(400);
  });

  it('T25: what a biller or a supervisor is answered names no allergy, no note and no reading', async () => {
    for (const caller of ['biller', 'supervisor'] as const) {
      const { visitor, launchId } = callers.get(caller) as Guest;
      const api = apiOf(stack, visitor, launchId);
      const told = (await (await api.get('chart')).text()) + (await (await api.get('banner')).text());
      expect(told).toContain('Martin');
      expect(told).not.toMatch(
        /Penicillin|Sulfonamide|"resourceType":"(Observation|DocumentReference|Condition)"/,
      );
    }
  });
});

describe('roles × rows × launches', () => {
  it('the sessions are those of the roles they claim to be', async () => {
    for (const [caller, { visitor, launchId }] of callers) {
      const view = (await (await apiOf(stack, visitor, launchId).get('session')).json()) as {
        role: string | null;
      };
      expect(view.role ?? 'no-role').toBe(caller);
    }
  });

  it('every cell is as the table says', async () => {
    const wrong: string[] = [];
    let cells = 0;
    const expectCell = (name: string, got: string, isRight: boolean) => {
      cells += 1;
      if (!isRight) wrong.push(`${name}: ${got}`);
    };
    for (const row of sessionRows())
      for (const [caller, { visitor, launchId }] of callers) {
        const name = `${caller} ${row.method} ${row.path}`;
        for (const [whose, { launchId: theirs }] of foreign) {
          const code = await codeOf(await ask(visitor, row, theirs));
          expectCell(`${name} (${whose})`, code, code === 'session.none');
          const worn = {
            cookie: `__Host-ws-${theirs}=${visitor.cookie(stack.appUrl, `__Host-ws-${launchId}`)}`,
          };
          const swapped = await codeOf(await ask(new Visitor(), row, theirs, worn));
          expectCell(
            `${name} (${whose}, own cookie under their name)`,
            swapped,
            swapped === 'session.mismatch',
          );
        }
        const absent = await codeOf(await ask(visitor, row, 'AAAAAAAAAAAAAAAAAAAAAA'));
        expectCell(`${name} (absent)`, absent, absent === 'session.none');
        const own = await codeOf(await ask(visitor, row, launchId));
        const isAllowed = row.who !== 'anyone' && row.who.includes(caller);
        expectCell(
          `${name} (own)`,
          own,
          isAllowed === (own !== 'role.not-allowed') && !own.startsWith('session.'),
        );
      }
    expect(wrong).toEqual([]);
    expect(cells).toBe(sessionRows().length * callers.size * 6);
  });
});

describe('without a session', () => {
  it('only the declared public addresses answer', async () => {
    const open: string[] = [];
    for (const row of httpRows()) {
      const answer = await ask(new Visitor(), row, 'AAAAAAAAAAAAAAAAAAAAAA');
      if (![401, 403].includes(answer.status)) open.push(`${row.method} ${row.path}`);
    }
    expect(open.toSorted()).toEqual(
      httpRows()
        .filter(({ who, csrf, method }) => who === 'anyone' && (csrf !== 'form' || method === 'GET'))
        .map(({ method, path }) => `${method} ${path}`)
        .concat('POST /l/:launchId/handoff')
        .toSorted(),
    );
  });

  it('no header that anybody can set changes a decision', async () => {
    const claims = [
      'x-forwarded-for',
      'x-forwarded-host',
      'x-forwarded-proto',
      'x-forwarded-uri',
      'x-forwarded-prefix',
      'forwarded',
      'x-real-ip',
      'x-original-url',
      'x-rewrite-url',
      'x-http-method-override',
      'x-user',
      'authorization',
      'via',
    ];
    const values = ['127.0.0.1', '/healthz', 'GET', 'Bearer x', 'for=127.0.0.1;host=localhost'];
    const row = sessionRows()[0];
    if (!row) throw new Error('no rows');
    for (const claim of claims)
      for (const value of values)
        expect(
          await codeOf(await ask(new Visitor(), row, 'AAAAAAAAAAAAAAAAAAAAAA', { [claim]: value })),
        ).toBe('session.none');
  });
});

describe('forged requests', () => {
  const forgeries: [string, Record<string, string>][] = [
    ['no custom header', { 'x-webside': '' }],
    ['another origin', { origin: 'https://evil.test' }],
    ['the EHR’s origin', { origin: 'http://127.0.0.1:8081' }],
    ['a null origin', { origin: 'null' }],
    ['a cross-site fetch', { 'sec-fetch-site': 'cross-site' }],
    ['a form post', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['plain text', { 'content-type': 'text/plain' }],
  ];
  it('no state-changing row takes one, and the session lives on', async () => {
    const { visitor, launchId } = await launch('helen-brooks', 'ada-martin');
    const changing = httpRows().filter(({ method, csrf }) => method !== 'GET' && csrf === 'header');
    expect(changing.length).toBeGreaterThan(3);
    for (const row of changing)
      for (const [name, headers] of forgeries) {
        const answer = await ask(visitor, row, launchId, headers);
        expect([403, 415], `${name}: ${row.path}`).toContain(answer.status);
      }
    expect((await apiOf(stack, visitor, launchId).get('session')).status).toBe(200);
  });

  it('the one row that takes a form demands our origin and its single-use code', async () => {
    const { launchId } = await launch('helen-brooks', 'ada-martin');
    const url = `${stack.appUrl}/l/${launchId}/handoff`;
    const post = (origin: string) =>
      fetch(url, {
        method: 'POST',
        redirect: 'manual',
        body: new URLSearchParams({ code: 'guess' }),
        headers: { origin },
      });
    expect((await post('https://evil.test')).status).toBe(403);
    const guessed = await post(stack.appUrl);
    expect([guessed.status, guessed.headers.get('location')?.startsWith('/launch/error.html')]).toEqual([
      303,
      true,
    ]);
  });

  it('a state-changing address does nothing by GET', async () => {
    const { visitor, launchId } = await launch('helen-brooks', 'ada-martin');
    // An address that is also read is another row: that it changes nothing is GET's own law above.
    const read = new Set(httpRows().flatMap(({ method, path }) => (method === 'GET' ? [path] : [])));
    for (const { method, path } of httpRows()) {
      if (method === 'GET' || read.has(path)) continue;
      const answer = await visitor.go(stack.appUrl + path.replace(':launchId', launchId));
      const isPage = !path.includes('/api/') && !path.startsWith('/webhooks/');
      expect(isPage ? [200, 303] : [404]).toContain(answer.status);
    }
    expect((await apiOf(stack, visitor, launchId).get('session')).status).toBe(200);
  });
});
