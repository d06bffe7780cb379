// Servers that a benchmark measures or leans on, each in a process of its own, so that their CPU and the
// benchmark's do not mix. Knows how to start, find ready, weigh and end them, not what they serve.
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../../..');

export interface Running {
  pid: number;
  /** What it said on its standard output until it was ready. */
  said: string;
  stop(): Promise<void>;
}

/** Starts a program and waits until a line of its output matches `ready`. Rejects when it ends before. */
export function startProgram(
  program: string,
  args: readonly string[],
  { env = {}, ready }: { env?: Record<string, string>; ready: RegExp },
): Promise<Running> {
  const child = spawn(program, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return new Promise((resolve, reject) => {
    let said = '';
    let troubled = '';
    child.stderr.on('data', (chunk: Buffer) => {
      troubled = (troubled + chunk.toString()).slice(-2000);
    });
    child.stdout.on('data', (chunk: Buffer) => {
      if (ready.test(said)) return;
      said += chunk.toString();
      if (ready.test(said)) resolve({ pid: pidOf(child), said, stop: () => end(child, ended) });
    });
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`${program} ${args.join(' ')} ended: ${troubled}`)));
  });
}

/** A file of ours under this very Node. */
export function startScript(file: string, options: Parameters<typeof startProgram>[2], args: string[] = []) {
  return startProgram(process.execPath, [path.resolve(ROOT, file), ...args], options);
}

function pidOf(child: ChildProcess): number {
  if (child.pid === undefined) throw new Error('the process has no id');
  return child.pid;
}

async function end(child: ChildProcess, ended: Promise<void>): Promise<void> {
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 15_000);
  await ended;
  clearTimeout(late);
}

/** µs of CPU this process has used so far, all its threads and what it served in the kernel (10 ms steps). */
export function cpuOf(pid: number): number {
  return ticksIn(readFileSync(`/proc/${pid}/stat`, 'utf8')) * MICROSECONDS_A_TICK;
}

/** USER_HZ is 100 on every Linux that Node runs on (proc(5), sysconf(_SC_CLK_TCK)). */
const MICROSECONDS_A_TICK = 10_000;

/** utime + stime of a line of /proc/<pid>/stat (proc(5), fields 14 and 15); the name before may hold spaces. */
export function ticksIn(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

/** Its children's ids; PostgreSQL does its work in them. */
export function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .trim()
    .split(' ')
    .filter(Boolean)
    .map(Number);
}
