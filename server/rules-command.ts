// `npm run --silent rules -- <topic> [--packs <folder>]`: questions in, answers out, a line of JSON each;
// with `--explain` one question in, and the answer in words.
// Standard output carries answers alone. Exit 0: every line was answered; 2: some could not be read.
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { TOPICS, type Topic } from '#domain/rules';
import { answerLine, explain, loadPacks, PackError, readLines } from '#server/rules';

interface Asked {
  topic: Topic;
  packs: string | null;
  explains: boolean;
}

const say = (line: string): void => void process.stderr.write(`${line}\n`);

process.exitCode = await run();

async function run(): Promise<number> {
  const asked = readArguments();
  if (typeof asked === 'string') {
    say(
      `${asked}\nnpm run --silent rules -- <${TOPICS.join('|')}> [--explain] [--packs <folder>] < cases.jsonl`,
    );
    return 1;
  }
  try {
    const { packs, faults } = loadPacks(asked.packs);
    for (const { pack, row, code, words } of faults) say(`${pack}: ${row}: ${code}: ${words}`);
    if (asked.explains) {
      const { ok, answer } = answerLine(asked.topic, await text(process.stdin), packs);
      process.stdout.write(`${explain(answer)}\n`);
      return ok ? 0 : 2;
    }
    let unread = 0;
    for await (const line of readLines(process.stdin.setEncoding('utf8'))) {
      if (line.trim() === '') continue;
      const { ok, answer } = answerLine(asked.topic, line, packs);
      if (!ok) unread += 1;
      if (!process.stdout.write(`${JSON.stringify(answer)}\n`)) await once(process.stdout, 'drain');
    }
    return unread === 0 ? 0 : 2;
  } catch (error) {
    if (!(error instanceof PackError)) throw error;
    say(error.message);
    return 1;
  }
}

/** What was asked for, or what is wrong with it in words. */
function readArguments(): Asked | string {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { packs: { type: 'string' }, explain: { type: 'boolean' } },
    });
    const topic = TOPICS.find((one) => one === positionals[0]);
    if (!topic || positionals.length > 1) return `Unknown topic: ${positionals.join(' ') || 'none'}.`;
    return { topic, packs: values.packs ?? null, explains: values.explain === true };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
