// The app and the sandbox EHR as processes of their own, each started the way an operator starts it. They die with
// the test that started them.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Step } from './kill-points.ts';
import type { End, FromChild, ToChild } from './kill-switch.ts';

const MAIN = join(import.meta.dirname, '../../server/main.ts');
const SWITCH = join(import.meta.dirname, 'kill-switch.child.ts');
const COMPILED = join(import.meta.dirname, '../../node_modules/.cache/webside/compiled');
const DIES = ['setpriv', '--pdeathsig', 'KILL', '--', process.execPath];

export interface Running {
  child: ChildProcess;
  /** Resolves when it is gone, however it went. */
  ended: Promise<unknown>;
  /** What it said last; for a person who reads a failed test. */
  tail(): string;
}

export interface App extends Running {
  /** It ends itself (unless told otherwise by SIGKILL) when it has met these, one after the other. */
  arm(steps: Step[], end?: End): Promise<void>;
  /** Asks its embedded database. */
  ask(sql: string): Promise<Record<string, unknown>[]>;
}

export const startSandboxProcess = (env: Record<string, string>): Promise<Running> =>
  start([MAIN, 'sandbox'], env, 'Sandbox EHR ', 'ignore');

export async function startAppProcess(env: Record<string, string>): Promise<App> {
  const running = await start(['--import', SWITCH, MAIN], env, 'Webside  ', 'ipc');
  const { child } = running;
  async function call(message: ToChild): Promise<FromChild> {
    const answered = once(child, 'message');
    child.send(message);
    const [answer] = await Promise.race([
      answered,
      running.ended.then(() => Promise.reject(new Error('it ended before it answered'))),
    ]);
    return answer as FromChild;
  }
  return {
    ...running,
    async arm(steps, end = 'SIGKILL') {
      await call({ kind: 'arm', steps, end });
    },
    async ask(sql) {
      const answer = await call({ kind: 'ask', sql });
      return answer.kind === 'rows' ? answer.rows : [];
    },
  };
}

/** Resolves when it says that it is ready. */
async function start(
  args: readonly string[],
  env: Record<string, string>,
  ready: string,
  channel: 'ignore' | 'ipc',
): Promise<Running> {
  const [command = '', ...before] = DIES;
  const { PATH, HOME } = process.env;
  const child = spawn(command, [...before, ...args], {
    env: { PATH, HOME, LOG_LEVEL: 'warn', NODE_COMPILE_CACHE: COMPILED, ...env },
    stdio: ['ignore', 'pipe', 'pipe', channel],
  });
  let said = '';
  const ended = once(child, 'close');
  await new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      said = (said + chunk).slice(-20_000);
      if (said.includes(ready)) resolve();
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    ended.then(() => reject(new Error(`it did not start: ${said}`)), reject);
  });
  return { child, ended, tail: () => said.slice(-4_000) };
}
