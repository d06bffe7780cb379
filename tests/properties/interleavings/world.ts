// One browser with launches for several people at two EHRs, and what it remembers of them. Asks the real app over
// HTTP; what the app may answer is in oracle.ts, what is done with it in deeds.ts.

import type { Person } from '../../fixtures/mixed-records.ts';
import { type Delivered, launchFor, type MixingEhr } from '../../fixtures/mixing-ehr.ts';
import { launchUrl, type SmallHouse } from '../../fixtures/small-house.ts';
import { launchIdOf, Visitor } from '../../fixtures/visitor.ts';
import { demandRefused, readTold, type Told, Violation } from './oracle.ts';
import type { Mixing } from './step.ts';

/** A further page, as the app gave it. */
export interface Link {
  url: string;
  /** The EHR lied: behind it is somebody else. */
  leadsAway: boolean;
}

export interface Launch {
  id: string;
  person: Person;
  slot: Slot;
  isOver: boolean;
  callbackUrl: string;
  links: Link[];
  /** Attachments that a document it was shown has named. */
  attachments: Set<string>;
}

/** A place in the browser where one launch after another is opened: at one EHR, for two people in turn. */
export interface Slot {
  ehr: MixingEhr;
  people: readonly [Person, Person];
  /** The newest last. */
  launches: Launch[];
}

export interface Tab {
  launch: Launch;
}

/** A refusal that must be on record. */
export interface Owed {
  tenantId: string;
  requestId: string;
}

/** The browser's limit is twelve: four in use, and these behind them. */
const KEPT = 2;
const LINKS = 6;

export type World = ReturnType<typeof openWorld>;

export function openWorld(house: SmallHouse, ehrs: readonly [MixingEhr, MixingEhr], number: number) {
  const browser = new Visitor();
  const window = new Visitor();
  const sub = `sub-${number}`;
  // At both EHRs the same ids, for other people.
  const slots: Slot[] = [0, 1, 2, 3].map((at) => {
    const ehr = ehrs[at < 2 ? 0 : 1];
    const personOf = (letter: string): Person => ({ ehr: ehr.name, id: `w${number}n${at % 2}${letter}` });
    return { ehr, people: [personOf('a'), personOf('b')], launches: [] };
  });
  const owed: Owed[] = [];

  const urlOf = (launch: Launch, path: string) => `${house.appUrl}/l/${launch.id}/${path}`;

  async function ask(launch: Launch, path: string, init?: Parameters<Visitor['go']>[1]): Promise<Told> {
    return readTold(urlOf(launch, path), await browser.go(urlOf(launch, path), init));
  }

  const post = (launch: Launch, path: string) =>
    ask(launch, path, {
      method: 'POST',
      body: '{}',
      headers: { 'x-webside': '1', origin: house.appUrl, 'content-type': 'application/json' },
    });

  async function logOut(launch: Launch): Promise<void> {
    if (launch.isOver) return;
    const told = await post(launch, 'api/logout');
    if (told.status !== 200) throw new Violation(told, 'logging out failed');
    launch.isOver = true;
  }

  /** Opens the next launch of this slot, for its other person; an earlier one stays open behind it. */
  async function launchIn(slot: Slot): Promise<Launch> {
    const person = nextPerson(slot);
    const arrived = await browser.follow(launchUrl(house, slot.ehr, launchFor(person, sub)), (url) =>
      url.includes('/l/'),
    );
    const id = launchIdOf(arrived);
    const callbackUrl = browser.steps.find(({ location }) => location?.startsWith(`/l/${id}/`))?.url ?? '';
    browser.steps.length = 0;
    const launch: Launch = {
      id,
      person,
      slot,
      callbackUrl,
      isOver: false,
      links: [],
      attachments: new Set(),
    };
    slot.launches.push(launch);
    for (const old of slot.launches.splice(0, slot.launches.length - 1 - KEPT)) await logOut(old);
    return launch;
  }

  return {
    house,
    slots,
    browser,
    window,
    owed,
    urlOf,
    ask,
    post,
    logOut,
    launchIn,
    /** Asks while the EHR may be told to mix; tells what of it went out. */
    async askMixed(
      launch: Launch,
      path: string,
      mixing: Mixing,
    ): Promise<{ told: Told; delivered: Delivered[] }> {
      if (mixing) plantIn(slots, launch.slot, launch.person, mixing);
      const told = await ask(launch, path);
      return { told, delivered: mixing ? launch.slot.ehr.takeDelivered(launch.person.id) : [] };
    },
    plantFor(slot: Slot, mixing: NonNullable<Mixing>) {
      plantIn(slots, slot, nextPerson(slot), mixing);
    },
    /** A launch that is over answers nobody. */
    demandOver(told: Told): void {
      demandRefused(told, 401, told.code === 'session.ended' ? 'session.ended' : 'session.none');
    },
    noteRefused(launch: Launch, requestId: string): void {
      owed.push({ tenantId: launch.slot.ehr.name, requestId });
    },
    noteLink(launch: Launch, url: string | null | undefined, delivered: readonly Delivered[]): void {
      if (!url) return;
      const leadsAway = delivered.some(({ mix }) => mix === 'next-page');
      launch.links = [{ url: new URL(url, house.appUrl).href, leadsAway }, ...launch.links].slice(0, LINKS);
    },
  };
}

export function nextPerson(slot: Slot): Person {
  const last = slot.launches.at(-1);
  return slot.people[last?.person === slot.people[0] ? 1 : 0];
}

/** Somebody else at the same EHR: of this slot or of the other one. */
function plantIn(
  slots: readonly Slot[],
  slot: Slot,
  person: Person,
  { whose, ...plant }: NonNullable<Mixing>,
): void {
  const others = slots
    .flatMap(({ people }) => people)
    .filter((one) => one.ehr === person.ehr && one !== person);
  const other = others[whose % others.length];
  if (other) slot.ehr.plant(person.id, { ...plant, other });
}
