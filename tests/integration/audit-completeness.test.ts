// Every row of the table asked once, and the trail compared with what the EHR saw: each touch of a record
// has its one event, nothing else has, and without a trail nothing is answered.
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listAuditEvents } from '#server/audit';
import type { HttpRow } from '#server/http';
import { PATIENT_ID, type SmallLaunch, startSmallLaunch } from '../fixtures/small-launch.ts';

let story: SmallLaunch;
beforeAll(async () => {
  story = await startSmallLaunch();
  story.ehr.lies.fhir = ({ path }, honest) => {
    if (path.endsWith(`/Patient/${PATIENT_ID}`)) return { json: { resourceType: 'Patient', id: PATIENT_ID } };
    if (path.endsWith('/AllergyIntolerance')) return { json: { resourceType: 'Bundle', type: 'searchset' } };
    return honest;
  };
});
afterAll(() => story.close());

function rows(): HttpRow[] {
  const http = story.house.context.rows.filter((row): row is HttpRow => row.kind === 'http');
  return http.toSorted((a, b) => Number(a.path.endsWith('/logout')) - Number(b.path.endsWith('/logout')));
}

function ask(row: HttpRow): Promise<Response> {
  const path = row.path.replace(':launchId', story.launchId).replaceAll(/:[a-zA-Z]+|\{\*path\}/g, 'x');
  const isForm = row.csrf === 'form';
  const headers = {
    'x-webside': '1',
    origin: story.house.appUrl,
    'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json',
  };
  const changing = { method: row.method, headers, body: isForm ? 'code=guess' : '{}' };
  return story.visitor.go(story.house.appUrl + path, row.method === 'GET' ? {} : changing);
}

/** The whole trail: each event with the name the table gave it. */
async function readTrail(): Promise<{ name: string; text: string }[]> {
  const { database } = story.house.context;
  const { rows } = await database.db.execute<{ id: string; event: string }>(
    sql`SELECT id, event FROM audit_events`,
  );
  const names = new Map(rows.map(({ id, event }) => [id, event]));
  const events = await Promise.all(
    ['one', '-'].map((tenantId) => listAuditEvents({ database }, { tenantId, limit: 500 })),
  );
  return events
    .flat()
    .map((event) => ({ name: names.get(event.id ?? '') ?? '', text: JSON.stringify(event) }));
}

const isRecord = (path: string) => /\/(Patient|AllergyIntolerance)\b/.test(path);

it('every touch of a record is one event about its patient; every row keeps its word', async () => {
  let touches = 0;
  for (const row of rows()) {
    const name = `${row.method} ${row.path}`;
    const before = story.ehr.seen.length;
    const answer = await ask(row);
    const requestId = answer.headers.get('x-request-id') ?? '';
    expect(requestId, name).toMatch(/^[0-9a-f-]{36}$/);
    const touched = story.ehr.seen.slice(before).filter(({ path }) => isRecord(path));
    const events = (await readTrail()).filter(({ text }) => text.includes(requestId));
    const own = events.filter((event) => event.name === row.audit);
    expect(own.length, `${name}: ${events.map((event) => event.name)}`).toBe(
      typeof row.audit === 'string' ? 1 : 0,
    );
    if (touched.length === 0) continue;
    touches += 1;
    expect(row.audit, name).toBe('patient.read');
    expect(own[0]?.text).toContain(`Patient/${PATIENT_ID}`);
  }
  expect(touches).toBe(1);
});

it('a launch is one event, and so is one that was refused', async () => {
  const refused = (trail: { name: string }[]) => trail.filter(({ name }) => name === 'launch.refuse').length;
  const before = await readTrail();
  await story.comeIn();
  story.ehr.lies.redirect = (url) => {
    url.searchParams.set('error', 'access_denied');
    url.searchParams.delete('code');
    return url;
  };
  await story.comeIn();
  delete story.ehr.lies.redirect;
  const after = await readTrail();
  expect([after.length - before.length, refused(after) - refused(before)]).toEqual([2, 1]);
});

it('with the database gone nobody is let in, read to, or told anything', async () => {
  const { visitor, arrived } = await story.comeIn();
  expect(arrived.status).toBe(200);
  await story.house.context.database.db.execute(sql`DROP SCHEMA public CASCADE`);
  const base = arrived.url.slice(0, -1);
  for (const row of rows()) {
    if (row.who === 'anyone' && !row.path.includes('/callback/')) continue;
    const path = row.path.replace('/l/:launchId', '').replaceAll(/:[a-zA-Z]+/g, 'one-id-of-a-story');
    const url = row.path.startsWith('/l/') ? base + path : `${story.house.appUrl}${path}?state=x&code=y`;
    const own = { 'x-webside': '1', origin: story.house.appUrl, 'content-type': 'application/json' };
    const answer = await visitor.go(
      url,
      row.method === 'GET' ? {} : { method: row.method, body: '{}', headers: own },
    );
    const text = await answer.text();
    // A row that leaves no record may say what is wrong with the request before it asks the database anything.
    const least = typeof row.audit === 'string' ? 500 : 400;
    expect(answer.status, `${row.path}: ${text}`).toBeGreaterThanOrEqual(least);
    expect(text).not.toMatch(/PGlite|SELECT|insert into|at .*\.ts:/);
  }
});
