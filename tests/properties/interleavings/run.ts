// Plays one interleaving in one browser: opens what is closed, then step by step, two deeds at once where a step
// has two.
import { openLaunch, perform, pickOther } from './deeds.ts';
import type { Deed, Interleaving } from './step.ts';
import type { Slot, Tab, World } from './world.ts';

/** Tells how many deeds it was. */
export async function runInterleaving(world: World, { slots: chosen, steps }: Interleaving): Promise<number> {
  const slots = chosen.flatMap((at) => world.slots[at] ?? []);
  const tabs = await openTabs(world, slots);
  let deeds = 0;
  for (const step of steps) {
    const [first, second] = step;
    deeds += step.length;
    if (!first) continue;
    if (!second) await perform(world, tabs, first);
    else await performBoth(world, tabs, first, second);
  }
  for (const { ehr } of slots) ehr.forgetSeen();
  return deeds;
}

/** Two tabs for each launch. */
async function openTabs(world: World, slots: readonly Slot[]): Promise<Tab[]> {
  const tabs: Tab[] = [];
  for (const slot of slots) {
    const last = slot.launches.at(-1);
    const launch = last && !last.isOver ? last : await openLaunch(world, slot, null);
    tabs.push({ launch }, { launch });
  }
  return tabs;
}

/**
 * At the same moment. Two that touch the same launches go without mixing, since one could not tell which of them
 * the EHR has mixed; and what ends or replaces a launch goes after what uses it.
 */
async function performBoth(world: World, tabs: readonly Tab[], first: Deed, second: Deed): Promise<void> {
  const touched = touchedBy(tabs, second);
  const isApart = touchedBy(tabs, first).every((slot) => !touched.includes(slot));
  if (isApart) {
    await Promise.all([perform(world, tabs, first), perform(world, tabs, second)]);
    return;
  }
  const [one, other] = [honest(first), honest(second)];
  if ([first, second].some(({ does }) => does === 'launch again' || does === 'log out')) {
    await perform(world, tabs, one);
    await perform(world, tabs, other);
  } else await Promise.all([perform(world, tabs, one), perform(world, tabs, other)]);
}

function touchedBy(tabs: readonly Tab[], deed: Deed): Slot[] {
  const launch = tabs[deed.tab % tabs.length]?.launch;
  if (!launch) return [];
  return [launch.slot, ...('other' in deed ? [pickOther(tabs, deed.other, launch).slot] : [])];
}

const honest = (deed: Deed): Deed => ('mixing' in deed ? { ...deed, mixing: null } : deed);
