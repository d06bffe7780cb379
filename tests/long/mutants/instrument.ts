// A copy of the project in which every way to be wrong stands behind a switch, so that one process can try them all.
// The ways are Stryker's; the switches too.
import { cpSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Instrumenter } from '@stryker-mutator/instrumenter';

export interface Mutant {
  id: string;
  file: string;
  line: number;
  kind: string;
  /** What stands there instead. */
  replacement: string;
}

const quiet = () => undefined;
const LOG = {
  ...{ isTraceEnabled: () => false, isDebugEnabled: () => false, isInfoEnabled: () => false },
  ...{ isWarnEnabled: () => false, isErrorEnabled: () => false, isFatalEnabled: () => false },
  ...{ trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet, fatal: quiet },
};

/** `folders`: of `src/domain`; their tests stay as they are. */
export async function instrumentCopy(
  root: string,
  copy: string,
  folders: readonly string[],
): Promise<Mutant[]> {
  for (const part of ['src', 'server', 'fhir-profiles', 'tests', 'public', 'package.json'])
    cpSync(path.join(root, part), path.join(copy, part), { recursive: true });
  symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
  const names = folders.flatMap((folder) =>
    readdirSync(path.join(copy, 'src/domain', folder))
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .map((name) => path.join('src/domain', folder, name)),
  );
  const files = names.map((name) => ({
    ...{ name, mutate: true },
    content: readFileSync(path.join(copy, name), 'utf8'),
  }));
  const made = await new Instrumenter(LOG).instrument(files, {
    ...{ plugins: null, excludedMutations: [], ignorers: [] },
  });
  for (const { name, content } of made.files) writeFileSync(path.join(copy, name), content);
  return made.mutants.map(({ id, fileName, mutatorName, replacement, location }) => ({
    ...{ id, file: fileName, kind: mutatorName, replacement },
    line: location.start.line + 1,
  }));
}
