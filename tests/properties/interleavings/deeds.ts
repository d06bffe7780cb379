// What each deed asks of the app, and what the app may answer to it. The model: a launch shows its own patient or
// refuses; it refuses when the EHR has mixed people up, and whatever belongs to another launch.

import { recordId } from '../../fixtures/mixed-records.ts';
import type { Delivered } from '../../fixtures/mixing-ehr.ts';
import { readChart } from './chart-deeds.ts';
import { demandNobodyElse, demandRefused, demandShown, readTold, type Told, Violation } from './oracle.ts';
import type { Deed, Mixing } from './step.ts';
import { type Launch, nextPerson, type Slot, type Tab, type World } from './world.ts';

/** Of the others the app may drop what was only included, and a link leads away later. */
export const mustRefuse = ({ mix }: Delivered): boolean => mix !== 'included' && mix !== 'next-page';

export async function perform(world: World, tabs: readonly Tab[], deed: Deed): Promise<void> {
  const tab = pick(tabs, deed.tab);
  const { launch } = tab;
  const { ehr } = launch.slot;
  if (deed.does === 'launch again') {
    tab.launch = await openLaunch(world, launch.slot, deed.mixing);
    return;
  }
  if (deed.does === 'back') return goBack(world, launch, deed.at);
  if (launch.isOver) return world.demandOver(await world.ask(launch, 'api/banner'));
  switch (deed.does) {
    case 'search':
      return readPage(world, launch, `fhir/${deed.type}`, deed.mixing);
    case 'next page': {
      const link = launch.links[deed.at % Math.max(1, launch.links.length)];
      if (!link) return readPage(world, launch, 'fhir/Condition', deed.mixing);
      return readPage(world, launch, pathOf(link.url), deed.mixing, link.leadsAway);
    }
    case 'read':
      return readPage(
        world,
        launch,
        `fhir/${deed.type}/${recordId(launch.person, deed.type, deed.at)}`,
        deed.mixing,
      );
    case 'banner':
      return readPage(world, launch, 'api/banner', deed.mixing);
    case 'chart list':
      return readChart(world, launch, { list: deed.list, mixing: deed.mixing });
    case 'whole chart':
      return readChart(world, launch, { whole: 'later', mixing: deed.mixing });
    case 'attachment':
      return readAttachment(world, launch, recordId(launch.person, 'Binary', deed.at % 4));
    case 'session':
      return readSession(world, launch);
    case 'token ends':
      return ehr.expire(launch.person.id);
    case 'log out':
      return world.logOut(launch);
    case 'own window':
      return moveToWindow(world, launch);
    case 'page of a former': {
      const links = launch.slot.launches.filter((one) => one !== launch).flatMap((one) => one.links);
      return refusePage(world, launch, links[deed.at % Math.max(1, links.length)]?.url);
    }
    default:
      return trespass(world, launch, pickOther(tabs, deed.other, launch), deed);
  }
}

/** One more launch, and what its callback has begun to read for it, mixed or not. */
export async function openLaunch(world: World, slot: Slot, mixing: Mixing): Promise<Launch> {
  if (mixing) world.plantFor(slot, mixing);
  const from = slot.ehr.countAnswers(nextPerson(slot).id);
  const launch = await world.launchIn(slot);
  await readChart(world, launch, { whole: 'at the launch', from });
  return launch;
}

/** Whatever is asked with a thing of another launch in hand. */
async function trespass(
  world: World,
  launch: Launch,
  other: Launch,
  deed: Extract<Deed, { other: number }>,
): Promise<void> {
  const isSameEhr = other.slot.ehr === launch.slot.ehr;
  // Every id of another EHR is unknown here; one of this EHR is somebody's.
  const refuseRecord = (told: Told) => {
    if (isSameEhr) world.noteRefused(launch, told.requestId);
    return isSameEhr ? demandRefused(told, 409, 'wrong-patient') : demandRefused(told, 404, 'ehr.not-found');
  };
  switch (deed.does) {
    case 'page of another':
      return refusePage(world, launch, other.links[deed.at % Math.max(1, other.links.length)]?.url);
    case 'record of another':
      return refuseRecord(
        await world.ask(launch, `fhir/${deed.type}/${recordId(other.person, deed.type, deed.at)}`),
      );
    case 'attachment of another': {
      const id = recordId(other.person, 'Binary', deed.at);
      if (!deed.names) return demandRefused(await world.ask(launch, `fhir/Binary/${id}`), 404, 'ehr.unseen');
      const of = recordId(other.person, 'DocumentReference', deed.at);
      return refuseRecord(await world.ask(launch, `fhir/Binary/${id}?of=${of}`));
    }
    case 'search for another': {
      const told = await world.ask(launch, `fhir/${deed.type}?patient=${other.person.id}`);
      return other.person.id === launch.person.id
        ? demandShown(told, launch.person)
        : demandRefused(told, 403, 'proxy.other-patient');
    }
    case 'cookie of another': {
      const value = world.browser.cookie(world.house.appUrl, `__Host-ws-${other.id}`);
      if (value === undefined) return;
      const name = deed.underOwnName ? launch.id : other.id;
      const told = await world.ask(launch, 'api/banner', {
        headers: { cookie: `__Host-ws-${name}=${value}` },
      });
      return deed.underOwnName
        ? demandRefused(told, 403, 'session.mismatch')
        : demandRefused(told, 401, 'session.none');
    }
  }
}

async function readPage(
  world: World,
  launch: Launch,
  path: string,
  mixing: Mixing,
  leadsAway = false,
): Promise<void> {
  const { told, delivered } = await world.askMixed(launch, path, mixing);
  if (leadsAway || delivered.some(mustRefuse)) {
    world.noteRefused(launch, told.requestId);
    return demandRefused(told, 409, 'wrong-patient');
  }
  demandShown(told, launch.person);
  const read = JSON.parse(told.text.slice(0, told.text.lastIndexOf('}\n') + 1)) as Shown;
  noteAttachments(launch, read);
  world.noteLink(launch, read.link?.find(({ relation }) => relation === 'next')?.url, delivered);
}

interface Shown {
  link?: { relation: string; url: string }[];
  entry?: { resource: Shown }[];
  content?: { attachment: { url: string } }[];
}

function noteAttachments(launch: Launch, read: Shown): void {
  for (const { attachment } of read.content ?? [])
    launch.attachments.add(attachment.url.replace('Binary/', ''));
  for (const { resource } of read.entry ?? []) noteAttachments(launch, resource);
}

async function readAttachment(world: World, launch: Launch, id: string): Promise<void> {
  const told = await world.ask(launch, `fhir/Binary/${id}`);
  // What the launch's own first wave has seen the model does not know.
  if (told.status === 404 && !launch.attachments.has(id)) return demandRefused(told, 404, 'ehr.unseen');
  demandShown(told, launch.person);
}

async function readSession(world: World, launch: Launch): Promise<void> {
  const told = await world.ask(launch, 'api/session');
  demandNobodyElse(told, launch.person);
  for (const own of [`"launchId":"${launch.id}"`, `"patientId":"${launch.person.id}"`])
    if (!told.text.includes(own)) throw new Violation(told, `the session does not say ${own}`);
}

/** The address of an earlier launch, or the EHR's way back to it, is asked again. */
async function goBack(world: World, launch: Launch, at: number): Promise<void> {
  const { launches } = launch.slot;
  const former = launches[Math.floor(at / 2) % launches.length] ?? launch;
  if (at % 2 === 0) {
    const told = await world.ask(former, 'api/banner');
    return former.isOver ? world.demandOver(told) : demandShown(told, former.person);
  }
  const answer = await world.browser.go(former.callbackUrl);
  const told = await readTold(former.callbackUrl, answer);
  const leads = answer.headers.get('location') ?? '';
  demandNobodyElse(told, null);
  const isRight = former.isOver ? !leads.startsWith('/l/') : leads === `/l/${former.id}/`;
  if (!isRight) throw new Violation(told, `the way back of ${former.id} leads to ${leads}`);
}

async function moveToWindow(world: World, launch: Launch): Promise<void> {
  const { code } = JSON.parse((await world.post(launch, 'api/handoff')).text.split('\n')[0] ?? '{}') as {
    code: string;
  };
  const { appUrl } = world.house;
  const isPage = (url: string) => url.includes('/l/');
  await world.window.post(world.urlOf(launch, 'handoff'), new URLSearchParams({ code }), isPage);
  const url = world.urlOf(launch, 'api/banner');
  demandShown(
    await readTold(`${appUrl} in its own window ${url}`, await world.window.go(url)),
    launch.person,
  );
}

async function refusePage(world: World, launch: Launch, url: string | undefined): Promise<void> {
  if (url === undefined) return;
  const page = url.split('/').at(-1) ?? '';
  demandRefused(await world.ask(launch, `fhir/page/${page}`), 404, 'ehr.unseen');
}

const pathOf = (url: string) => url.replace(/^.*?\/l\/[^/]+\//, '');

function pick(tabs: readonly Tab[], at: number): Tab {
  const tab = tabs[at % tabs.length];
  if (!tab) throw new Error('No tab is open.');
  return tab;
}

/** A tab for somebody else: with two slots there is always one. */
export function pickOther(tabs: readonly Tab[], at: number, launch: Launch): Launch {
  return pick(
    tabs.filter((tab) => tab.launch.slot !== launch.slot),
    at,
  ).launch;
}
