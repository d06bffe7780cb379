// The chart's stream, whole or one list of it: every line is the launch's patient's, and after a line that says
// somebody else was among them nothing more comes.
import { setTimeout as sleep } from 'node:timers/promises';
import { CHART_LISTS, ChartLine } from '#domain/chart';
import type { Delivered } from '../../fixtures/mixing-ehr.ts';
import { demandNobodyElse, demandRefused, demandShown, type Told, Violation } from './oracle.ts';
import type { Mixing } from './step.ts';
import type { Launch, World } from './world.ts';

/** `at the launch`: what the callback has begun to read, the banner included; `from`: answers of the EHR before it. */
type Asked =
  | { whole: 'at the launch'; from: number }
  | { whole: 'later'; mixing: Mixing }
  | { list: string; mixing: Mixing };

const mustStop = ({ mix }: Delivered) => mix !== 'included' && mix !== 'next-page';
const OF_BANNER = ['Patient', 'AllergyIntolerance'];

export async function readChart(world: World, launch: Launch, asked: Asked): Promise<void> {
  const path = 'list' in asked ? `api/chart?list=${asked.list}` : 'api/chart';
  const isHeld = 'whole' in asked && asked.whole === 'at the launch';
  const { ehr } = launch.slot;
  const from = isHeld ? asked.from : ehr.countAnswers(launch.person.id);
  const { told, delivered: now } = await world.askMixed(
    launch,
    path,
    'mixing' in asked ? asked.mixing : null,
  );
  const delivered = isHeld ? ehr.takeDelivered(launch.person.id) : now;
  const lines = readLines(told);
  const stops = delivered.some(mustStop);
  const wrong = lines.findIndex(({ state }) => state === 'wrong-patient');
  demandNobodyElse(told, launch.person);
  if (told.status !== 200) throw new Violation(told, 'the chart was not sent');
  if (stops !== wrong >= 0) throw new Violation(told, `mixed: ${stops}, but the lines say otherwise`);
  if (stops && wrong !== lines.length - 1)
    throw new Violation(told, 'more came after somebody else’s record');
  if (stops) world.noteRefused(launch, isHeld ? launch.id : told.requestId);
  else if (lines.length !== ('list' in asked ? 1 : CHART_LISTS.length))
    throw new Violation(told, 'lists are missing');
  // What a stopped stream has asked for comes in all the same, and must not take up what the next deed plants.
  if (stops && 'whole' in asked)
    while (ehr.countAnswers(launch.person.id) < from + CHART_LISTS.length) await sleep(2);
  for (const line of lines) {
    if (line.state === 'wrong-patient') continue;
    if (line.state !== 'ready' || line.rows.length === 0)
      throw new Violation(told, `${line.list} is not there`);
    // Which list of a mixed wave leads away is not known.
    if (!delivered.some(({ mix }) => mix === 'next-page')) world.noteLink(launch, line.next, []);
    else if ('list' in asked) world.noteLink(launch, line.next, delivered);
  }
  if (isHeld) await readHeldBanner(world, launch, delivered);
}

async function readHeldBanner(world: World, launch: Launch, delivered: readonly Delivered[]): Promise<void> {
  const told = await world.ask(launch, 'api/banner');
  if (delivered.some((one) => mustStop(one) && OF_BANNER.includes(one.type)))
    return demandRefused(told, 409, 'wrong-patient');
  demandShown(told, launch.person);
}

function readLines({ status, text }: Told): ChartLine[] {
  if (status !== 200) return [];
  return text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => ChartLine.parse(JSON.parse(line)));
}
