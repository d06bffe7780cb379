// Where `npm start`, `npm test` and their sisters begin. Plain Node 20 or newer, no package needed:
// it installs what is missing, says what and why, builds what is out of date, and goes on under the
// project's own Node. It knows nothing of what the app does.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { buildFrontEnd } from './build.mjs';
import { alone } from './lock.mjs';
import { installPackages } from './packages.mjs';
import { findRuntime } from './runtime.mjs';
import { ensureBrowser, ensureSystemPackages } from './system.mjs';

const ROOT = path.dirname(import.meta.dirname);

/** `file`: what runs; `tools`: needs the development packages; `system`: needs browser and databases. */
const COMMANDS = {
  start: { file: 'server/main.ts', builds: true },
  sandbox: { file: 'server/main.ts', args: ['sandbox'] },
  keys: { file: 'server/keys-command.ts' },
  audit: { file: 'server/audit-command.ts' },
  admin: { file: 'server/admin-command.ts' },
  rules: { file: 'server/rules-command.ts' },
  test: { file: 'tests/run.ts', builds: true, tools: true, system: true },
  'test:long': { file: 'tests/long.ts', builds: true, tools: true, system: true },
  bench: { file: 'tests/bench/run.ts', builds: true, tools: true, system: true },
};

/** @param {string} line */
const say = (line) => process.stderr.write(`${line}\n`);

const [name = '', ...rest] = process.argv.slice(2);
const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
if (!command) stop(`Unknown command "${name}". Known: ${Object.keys(COMMANDS).join(', ')}.`);

try {
  if (command.system) ensureSystemPackages(say);
  const runtime = await alone(ROOT, say, () => {
    installPackages(ROOT, command.tools === true, say);
    const node = findRuntime(ROOT);
    if (command.builds) buildFrontEnd(ROOT, node, say);
    return node;
  });
  const env = { ...process.env, PATH: `${path.dirname(runtime)}:${process.env.PATH ?? ''}` };
  if (command.system) env.WEBSIDE_TEST_CHROMIUM = ensureBrowser(ROOT, runtime, say);
  goOn(runtime, [command.file, ...(command.args ?? []), ...rest], env);
} catch (error) {
  stop(error instanceof Error ? error.message : String(error));
}

/** Runs the command in place of this process: its output, its signals, its exit code. */
function goOn(node, args, env) {
  const child = spawn(node, args, { cwd: ROOT, stdio: 'inherit', env });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => {
      // Ctrl-C in a terminal reaches the child by itself; sent twice it would mean "at once".
      if (signal === 'SIGINT' && process.stdin.isTTY) return;
      child.kill(signal);
    });
  child.on('error', (error) => stop(error.message));
  child.on('exit', (code, signal) => {
    if (!signal) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

function stop(message) {
  say(message);
  process.exit(1);
}
