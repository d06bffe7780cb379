// Who may import whom. Each law is a sentence of the house and the test that a file keeps it.
import { DOMAIN_LAYERS, FEATURES, mayCall, SERVER_LAYERS } from './layers.ts';
import type { Import, SourceFile } from './source-file.ts';

export interface Law {
  says: string;
  /** What is wrong with this file, in a few words; empty when it keeps the law. */
  breaks(file: SourceFile, tree: readonly SourceFile[]): string[];
}

const isTest = (path: string): boolean => path.startsWith('tests/') || /\.test\.tsx?$/.test(path);
const isFace = (specifier: string): boolean => specifier.startsWith('#');
const isPackage = (specifier: string): boolean => !/^[.#/]/.test(specifier) && specifier !== '(computed)';
const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
const folderOf = (path: string, root: string): string | undefined =>
  path.startsWith(`${root}/`) ? path.slice(root.length + 1).split('/')[0] : undefined;

/** A law about single imports: says what is wrong with one, or nothing. */
function eachImport(says: string, wrong: (from: SourceFile, one: Import) => boolean): Law {
  return {
    says,
    breaks: (file) => file.imports.filter((one) => wrong(file, one)).map((one) => `imports ${one.specifier}`),
  };
}

const inOrder = (root: string, face: string, order: readonly string[]): Law['breaks'] => {
  return (file) => {
    const from = folderOf(file.path, root);
    if (from === undefined || from.endsWith('.ts') || from === 'sandbox' || isTest(file.path)) return [];
    if (!order.includes(from)) return [`the folder ${root}/${from} has no place in the order`];
    return file.imports
      .filter((one) => one.specifier.startsWith(`${face}/`) && !one.specifier.startsWith('#server/sandbox'))
      .map((one) => ({ one, to: one.specifier.slice(face.length + 1).split('/')[0] ?? '' }))
      .filter(({ to }) => to !== from && mayCall(order, from, to) !== true)
      .map(({ one }) => `${from} imports ${one.specifier}, which does not stand left of it`);
  };
};

const ALLOWED_FACES: [root: string, faces: string[]][] = [
  ['src/domain', ['#domain/']],
  ['fhir-profiles', ['#domain/', '#profiles/']],
  ['src/ui', ['#ui/', '#lib/']],
  ['src/lib', ['#lib/']],
  ['src/features', ['#domain/', '#profiles/', '#ui/', '#lib/']],
  ['src/app', ['#domain/', '#profiles/', '#ui/', '#lib/', '#features/']],
  ['server', ['#domain/', '#profiles/', '#server/']],
];

const ALLOWED_PACKAGES: [root: string, packages: string[]][] = [
  ['src/domain', ['zod']],
  ['fhir-profiles', ['zod', '@medplum/fhirtypes', '@medplum/core']],
];

export const IMPORT_LAWS: readonly Law[] = [
  eachImport(
    'Only three forms of import: ./own (with its ending), a face (#domain/x …), or a package. ../ only in tests.',
    ({ path }, { specifier }) => {
      if (specifier === '(computed)') return !isTest(path);
      if (isFace(specifier)) return !/^#(domain|server|profiles|features|ui|lib)\//.test(specifier);
      if (isPackage(specifier)) return false;
      if (isTest(path)) return !/^\.\.?\/.*\.(ts|tsx|css|json|mjs)$/.test(specifier);
      // The first file of the app has no face to ask for: it opens the folder of the app itself.
      if (path === 'src/main.tsx' && specifier === './app/index.ts') return false;
      return !/^\.\/[^/]+\.(ts|tsx|css|json)$/.test(specifier);
    },
  ),
  eachImport('A folder takes only what its place in the house allows.', ({ path }, { specifier }) => {
    const rule = ALLOWED_FACES.find(([root]) => path.startsWith(`${root}/`));
    if (!rule || isTest(path) || !isFace(specifier)) return false;
    return !rule[1].some((face) => specifier.startsWith(face));
  }),
  eachImport('Features never import each other, nor the server.', ({ path }, { specifier }) => {
    const own = folderOf(path, 'src/features');
    if (own === undefined) return false;
    return (
      specifier.startsWith('#server/') ||
      (specifier.startsWith('#features/') && specifier !== `#features/${own}`)
    );
  }),
  eachImport(
    'Rules and profiles are true whatever the technology: of packages they take the few named.',
    (file, one) => {
      const rule = ALLOWED_PACKAGES.find(([root]) => file.path.startsWith(`${root}/`));
      if (!rule || isTest(file.path) || !isPackage(one.specifier)) return false;
      return !rule[1].includes(packageOf(one.specifier));
    },
  ),
  {
    says: `The server's layers import only from those before them: ${SERVER_LAYERS.join(' · ')}.`,
    breaks: inOrder('server', '#server', SERVER_LAYERS),
  },
  {
    says: `The areas of #domain import only from those left of them: ${DOMAIN_LAYERS.join(' · ')}.`,
    breaks: inOrder('src/domain', '#domain', DOMAIN_LAYERS),
  },
  {
    says: 'A screen belongs to an area of the house.',
    breaks: (file) => {
      const feature = folderOf(file.path, 'src/features');
      return feature === undefined || FEATURES.includes(feature)
        ? []
        : [`src/features/${feature} is no area`];
    },
  },
  eachImport('Nothing but server/main.ts and tests imports the sandbox EHR.', ({ path }, { specifier }) => {
    if (!/^(#server\/sandbox|\.\/sandbox)(\/|$)/.test(specifier)) return false;
    return path !== 'server/main.ts' && !path.startsWith('server/sandbox/') && !isTest(path);
  }),
  eachImport(
    'The sandbox EHR is the outside world: it knows nothing of the app.',
    ({ path }, { specifier }) => {
      if (!path.startsWith('server/sandbox/') || isTest(path)) return false;
      return isFace(specifier) && !specifier.startsWith('#server/sandbox/');
    },
  ),
  {
    says: 'Whoever reads through #server/ehr outside a route also records the access.',
    // A route's row records it; so does a verb that only routes reach. Whoever else is given the EHR –
    // a worker, a verb on a face – must be given recordAccess as well.
    breaks: (file, tree) => {
      const isReader = file.imports.some((one) => one.specifier === '#server/ehr');
      const isPlumbing = /^server\/(smart|ehr|sandbox)\/|^server\/(main|app|context)\.ts$/.test(file.path);
      if (!isReader || isPlumbing || isTest(file.path) || isBehindRoutes(file, tree)) return [];
      return /\b[rR]ecordAccess\b/.test(file.text) ? [] : ['is given the EHR and no recordAccess'];
    },
  },
];

/** A routes file, or a file that nothing but such files takes from (what a face shows, anybody may call). */
function isBehindRoutes(file: SourceFile, tree: readonly SourceFile[]): boolean {
  if (/(^|\/)routes\.ts$/.test(file.path)) return true;
  const [, folder = '', name = ''] = /^(.*\/)([^/]+)$/.exec(file.path) ?? [];
  const takers = tree.filter(
    (one) =>
      one.path.startsWith(folder) &&
      !isTest(one.path) &&
      one.imports.some((taken) => taken.specifier === `./${name}` && !taken.isTypeOnly),
  );
  return takers.length > 0 && takers.every((taker) => isBehindRoutes(taker, tree));
}
