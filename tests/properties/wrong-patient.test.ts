// Each guard against somebody else's record, by a story of its own. mutants.test.ts takes the guards away one by
// one and looks whether the story named for it fails.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Mix, recordId } from '../fixtures/mixed-records.ts';
import { type MixedUpHouse, startMixedUpHouse } from '../fixtures/mixed-up-house.ts';
import type { MixingEhr } from '../fixtures/mixing-ehr.ts';
import { demandRefused, demandShown, readTold } from './interleavings/oracle.ts';
import { type Launch, openWorld, type World } from './interleavings/world.ts';

let mixedUp: MixedUpHouse;
let ehr: MixingEhr;
let world: World;
/** Two launches in one browser, at one EHR, by one person, for two patients. */
let ada: Launch;
let ida: Launch;
let worlds = 0;

beforeAll(async () => {
  mixedUp = await startMixedUpHouse();
  [ehr] = mixedUp.ehrs;
});
afterAll(() => mixedUp.close());
beforeEach(async () => {
  world = openWorld(mixedUp.house, mixedUp.ehrs, worlds);
  worlds += 1;
  ada = await launchIn(0);
  ida = await launchIn(1);
});

async function launchIn(at: number): Promise<Launch> {
  const slot = world.slots[at];
  if (!slot) throw new Error(`There is no slot ${at}.`);
  return world.launchIn(slot);
}
const withheld = (told: Parameters<typeof demandRefused>[0]) => demandRefused(told, 409, 'wrong-patient');
/** While the EHR mixes a record of Ida into what it says of Ada. */
const askMixed = async (path: string, mix: Mix, at = 1) => {
  ehr.plant(ada.person.id, { mix, other: ida.person, at });
  return world.ask(ada, path);
};
/** What the callback has begun to read is shown once; afterwards every answer is asked for anew. */
async function takeHeld(...launches: Launch[]) {
  for (const launch of launches) {
    await world.ask(launch, 'api/chart');
    demandShown(await world.ask(launch, 'api/banner'), launch.person);
  }
}
/** Every token answer waits for the release. */
function holdTokens(): () => void {
  const { promise: held, resolve } = Promise.withResolvers<void>();
  const { token } = ehr.lies;
  ehr.lies.token = async (seen, honest) => {
    await held;
    return token?.(seen, honest) ?? honest;
  };
  return () => {
    if (token) ehr.lies.token = token;
    resolve();
  };
}
async function nextOf(launch: Launch): Promise<string> {
  const told = await world.ask(launch, 'fhir/Condition');
  demandShown(told, launch.person);
  return /\/(fhir\/page\/[\w-]+)/.exec(told.text)?.[1] ?? '';
}

it('a search with somebody else among the matches is refused', async () => {
  await takeHeld(ada);
  for (const at of [0, 1, 2]) withheld(await askMixed('fhir/Condition', 'among', at));
  for (const mix of ['instead', 'written-by-own', 'elsewhere', 'about-nobody'] as const)
    withheld(await askMixed('fhir/Condition', mix));
  demandShown(await world.ask(ada, 'fhir/Condition'), ada.person);
});

it('a later page with somebody else among the matches is refused', async () => {
  await takeHeld(ada);
  const next = await nextOf(ada);
  demandShown(await world.ask(ada, next), ada.person);
  withheld(await askMixed(next, 'among'));
});

it('a record of somebody else, read by its id, is refused', async () => {
  await takeHeld(ada);
  withheld(await world.ask(ada, `fhir/Condition/${recordId(ida.person, 'Condition', 0)}`));
  const own = `fhir/Condition/${recordId(ada.person, 'Condition', 0)}`;
  withheld(await askMixed(own, 'among', 1));
  demandShown(await world.ask(ada, own), ada.person);
});

it('a record whose subject roles disagree is refused', async () => {
  await takeHeld(ada);
  for (const type of ['Condition', 'Coverage', 'Immunization'])
    withheld(await askMixed(`fhir/${type}`, 'two-subjects'));
});

it('an appointment of two patients is refused', async () => {
  await takeHeld(ada);
  withheld(await askMixed('fhir/Appointment', 'two-subjects'));
});

it('a search for another patient does not leave', async () => {
  const told = await world.ask(ada, `fhir/Condition?patient=${ida.person.id}`);
  demandRefused(told, 403, 'proxy.other-patient');
  expect(ehr.misused).toEqual([]);
});

it('two launches in one browser stay two', async () => {
  for (const launch of [ada, ida, ada]) demandShown(await world.ask(launch, 'fhir/Condition'), launch.person);
});

it('the key of one launch opens no other', async () => {
  const key = world.browser.cookie(mixedUp.house.appUrl, `__Host-ws-${ida.id}`);
  // Known to this instance, and read from the database.
  for (let turn = 0; turn < 2; turn += 1) {
    const told = await world.ask(ada, 'fhir/Condition', {
      headers: { cookie: `__Host-ws-${ada.id}=${key}` },
    });
    demandRefused(told, 403, 'session.mismatch');
    demandShown(await world.ask(ida, 'fhir/Condition'), ida.person);
  }
});

it('each launch is refreshed to a token of its own', async () => {
  await takeHeld(ada, ida);
  const before = ehr.misused.length;
  const release = holdTokens();
  ehr.forgetSeen();
  for (const launch of [ada, ida]) ehr.expire(launch.person.id);
  const asking = Promise.all([world.ask(ada, 'fhir/Condition'), world.ask(ida, 'fhir/Condition')]);
  // Both have met a token at its end before either is given a new one.
  const bothAsked = () => ehr.requestsTo('/fhir/Condition').length === 2;
  // Should one wait for the other instead, the answers below tell.
  for (let turn = 0; turn < 250 && !bothAsked(); turn += 1) await sleep(20);
  await sleep(100);
  release();
  const told = await asking;
  expect(ehr.misused.slice(before)).toEqual([]);
  demandShown(told[0], ada.person);
  demandShown(told[1], ida.person);
});

it('after a refresh the older token is not sent again', async () => {
  await takeHeld(ada);
  ehr.expire(ada.person.id);
  demandShown(await world.ask(ada, 'fhir/Condition'), ada.person);
  ehr.forgetSeen();
  demandShown(await world.ask(ada, 'fhir/Condition'), ada.person);
  expect(ehr.requestsTo('/fhir/Condition')).toHaveLength(1);
});

it('nor after a refresh during which another session ended', async () => {
  await takeHeld(ada, ida);
  const release = holdTokens();
  ehr.expire(ada.person.id);
  const asking = world.ask(ada, 'fhir/Condition');
  await expect.poll(() => ehr.seen.at(-1)?.path, { timeout: 30_000 }).toBe('/oauth2/token');
  await world.logOut(ida);
  release();
  demandShown(await asking, ada.person);
  ehr.forgetSeen();
  demandShown(await world.ask(ada, 'fhir/Condition'), ada.person);
  expect(ehr.requestsTo('/fhir/Condition')).toHaveLength(1);
});

it('the banner and the chart begun at a launch are that launch’s', async () => {
  for (const launch of [ada, ida]) {
    demandShown(await world.ask(launch, 'api/banner'), launch.person);
    demandShown(await world.ask(launch, 'api/chart'), launch.person);
  }
});

it('the banner is refused when it is somebody else’s', async () => {
  await takeHeld(ada);
  withheld(await askMixed('api/banner', 'instead'));
});

it('the chart ends where somebody else is among its lines', async () => {
  await takeHeld(ada);
  ehr.plant(ada.person.id, { mix: 'among', other: ida.person, at: 0 });
  const lines = (await (await world.browser.go(world.urlOf(ada, 'api/chart'))).text()).trimEnd().split('\n');
  expect(lines.filter((line) => line.includes('"wrong-patient"'))).toEqual(lines.slice(-1));
  expect(lines.join()).not.toContain(ida.person.id);
});

it('the link to a page opens in its own launch alone', async () => {
  const next = await nextOf(ada);
  await takeHeld(ida);
  ehr.forgetSeen();
  demandRefused(await world.ask(ida, next), 404, 'ehr.unseen');
  expect(ehr.seen).toEqual([]);
  demandShown(await world.ask(ada, next), ada.person);
});

it('an attachment is served only when a document of this launch has named it', async () => {
  await takeHeld(ada, ida);
  const path = `fhir/Binary/${recordId(ada.person, 'Binary', 0)}`;
  demandShown(await world.ask(ada, path), ada.person);
  demandRefused(await world.ask(ida, path), 404, 'ehr.unseen');
  withheld(await world.ask(ida, `${path}?of=${recordId(ada.person, 'DocumentReference', 0)}`));
  const outside = await readTold(path, await fetch(world.urlOf(ada, path)));
  demandRefused(outside, 401, 'session.none');
});
