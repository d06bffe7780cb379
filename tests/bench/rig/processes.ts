// Servers that a benchmark measures or leans on, each in a process of its own, so that their CPU and the
// benchmark's do not mix. Knows how to start, find ready, weigh and end them, not what they serve.
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const ROOT = path.resolve(import.meta.dirname, '../../..');

export interface Running {
  pid: number;
  /** What it said on its standard output until it was ready. */
  said: string;
  stop(): Promise<void>;
}

interface Start {
  env?: Record<string, string>;
  /** A line of its output, or a question asked until the answer is yes. */
  ready: RegExp | (() => Promise<boolean>);
}

/** Starts a program and waits until it is ready. Rejects when it ends before. */
export async function startProgram(
  program: string,
  args: readonly string[],
  { env = {}, ready }: Start,
): Promise<Running> {
  const child = spawn(program, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const heard = { said: '', troubled: '', isOver: false };
  child.stdout.on('data', (chunk: Buffer) => {
    heard.said = (heard.said + chunk.toString()).slice(0, MOST_SAID);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    heard.troubled = (heard.troubled + chunk.toString()).slice(-MOST_SAID);
  });
  child.once('error', ({ message }) => Object.assign(heard, { troubled: message, isOver: true }));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  void ended.then(() => Object.assign(heard, { isOver: true }));
  const isReady = ready instanceof RegExp ? async () => ready.test(heard.said) : ready;
  while (!(await isReady())) {
    if (heard.isOver) throw new Error(`${program} ended before it was ready: ${heard.troubled}`);
    await wait(20);
  }
  return { pid: pidOf(child), said: heard.said, stop: () => end(child, ended) };
}

const MOST_SAID = 4_000;

export function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

/** A file of ours under this very Node. */
export function startScript(file: string, options: Start, args: string[] = []): Promise<Running> {
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
