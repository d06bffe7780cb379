// Laws about code that is dangerous wherever it stands: markup from strings, strings as code, chance that
// can be guessed, statements glued from words, errors that vanish, calls past the one way out, slow patterns.
import type { Law } from './imports.ts';
import { type Node, type SourceFile, visit } from './source-file.ts';

const isTest = (file: string): boolean => file.startsWith('tests/') || /\.test\.tsx?$/.test(file);
const isProduct = (file: string): boolean =>
  /^(src|server|launch|fhir-profiles)\//.test(file) && !isTest(file);

/** A law about single nodes of the product's code. */
function eachNode(says: string, finds: (node: Node, file: SourceFile) => string | undefined): Law {
  return {
    says,
    breaks: (file) => {
      if (!isProduct(file.path)) return [];
      const found: string[] = [];
      visit(file.program, (node) => found.push(...[finds(node, file) ?? []].flat()));
      return [...new Set(found)];
    },
  };
}

const MARKUP = [
  'dangerouslySetInnerHTML',
  'innerHTML',
  'outerHTML',
  'insertAdjacentHTML',
  'createContextualFragment',
  'srcdoc',
  'srcDoc',
];

const wordOf = (value: unknown): string => {
  const node = value as Node | undefined;
  return String(node?.type === 'Literal' ? node.value : (node?.name ?? ''));
};

/** A constant of the file, or a name made safe by the driver. */
function isTame(node: Node): boolean {
  const callee = node.callee as Node | undefined;
  return /^[A-Z][A-Z_]+$/.test(wordOf(node)) || wordOf(callee?.property) === 'escapeIdentifier';
}

export const DANGER_LAWS: readonly Law[] = [
  eachNode('No markup is made from strings.', (node) => {
    const named = [node.property, node.key, node.name].map(wordOf);
    const owner = wordOf(node.object);
    if (node.type === 'MemberExpression' && owner === 'document' && /^write(ln)?$/.test(named[0] ?? ''))
      return 'uses document.write';
    const isPlace = ['MemberExpression', 'Property', 'JSXAttribute', 'AssignmentExpression'].includes(
      node.type,
    );
    const word = isPlace ? named.find((one) => MARKUP.includes(one)) : undefined;
    return word && `uses ${word}`;
  }),
  eachNode('No string is run as code.', (node) => {
    const called = ['CallExpression', 'NewExpression'].includes(node.type) ? wordOf(node.callee) : '';
    if (['eval', 'Function'].includes(called)) return `calls ${called}`;
    const [first] = (node.arguments as Node[] | undefined) ?? [];
    const isText =
      first?.type === 'Literal' ? typeof first.value === 'string' : first?.type === 'TemplateLiteral';
    return /^set(Timeout|Interval)$/.test(called) && isText ? `${called} with a string` : undefined;
  }),
  eachNode('The server takes no chance that can be guessed.', (node, { path }) => {
    const isChance =
      node.type === 'MemberExpression' &&
      wordOf(node.object) === 'Math' &&
      wordOf(node.property) === 'random';
    return isChance && path.startsWith('server/') ? 'uses Math.random' : undefined;
  }),
  eachNode('No statement for a database is glued together from strings.', (node) => {
    const callee = node.callee as Node | undefined;
    const owner = wordOf(callee?.object);
    const verb = wordOf(callee?.property);
    const isRaw = node.type === 'CallExpression' && owner === 'sql' && verb === 'raw';
    const isQuery = node.type === 'CallExpression' && /^(query|exec|execute)$/.test(verb);
    if (!isRaw && !isQuery) return undefined;
    const [first] = (node.arguments as Node[] | undefined) ?? [];
    const isGlued =
      first?.type === 'BinaryExpression' ||
      (first?.type === 'TemplateLiteral' && !(first.expressions as Node[]).every(isTame));
    return isGlued ? `glues a statement for ${verb}` : undefined;
  }),
  eachNode('No error vanishes.', (node) => {
    const body = (node.type === 'CatchClause' ? node.body : undefined) as { body: unknown[] } | undefined;
    return body?.body.length === 0 ? 'has an empty catch' : undefined;
  }),
  eachNode('The server calls other hosts by its egress alone.', (node, { path }) => {
    // The sandbox is the outside world; it may call as others do.
    if (!path.startsWith('server/') || /^server\/(sandbox\/|http\/egress(-socket)?\.ts)/.test(path))
      return undefined;
    if (node.type === 'CallExpression' && wordOf(node.callee) === 'fetch') return 'calls fetch';
    const source = node.type === 'ImportDeclaration' ? wordOf(node.source) : '';
    const isClient = [
      'undici',
      'axios',
      'got',
      'node:https',
      'node:http2',
      'node:dgram',
      'node:tls',
    ].includes(source);
    const names = ((node.specifiers as Node[] | undefined) ?? []).map((one) => wordOf(one.imported));
    const asks = source === 'node:http' && names.some((name) => ['request', 'get', 'Agent'].includes(name));
    return isClient || asks ? `imports ${source}` : undefined;
  }),
  {
    says: 'No pattern repeats what repeats: a long text would hold up everybody.',
    breaks: (file) => {
      const found: string[] = [];
      visit(file.program, (node) => {
        const { pattern } = (node.regex ?? {}) as { pattern?: string };
        if (pattern !== undefined && repeatsARepeat(pattern)) found.push(`has /${pattern}/`);
      });
      return isProduct(file.path) ? found : [];
    },
  },
];

/**
 * A group without end in which something has no end, and whose rounds cannot be told apart: `(a+)+`.
 * `(?:/[a-z]+)*` passes: what begins each round cannot stand inside one.
 */
export function repeatsARepeat(pattern: string): boolean {
  const open: { from: number; endless: boolean }[] = [];
  let previous: { from: number; endless: boolean } | null = null;
  for (let at = 0; at < pattern.length; at += 1) {
    const sign = pattern[at];
    if (sign === '[') {
      at = endOfClass(pattern, at);
      previous = null;
    } else if (sign === '\\') {
      at += 1;
      previous = null;
    } else if (sign === '(') open.push({ from: at + 1, endless: false });
    else if (sign === ')') previous = open.pop() ?? null;
    else if (/^([*+]|\{\d+,\})/.test(pattern.slice(at))) {
      if (previous?.endless && !hasFence(pattern.slice(previous.from, at - 1))) return true;
      for (const group of open) group.endless = true;
      if (previous) previous = null;
    } else if (sign !== '?') previous = null;
  }
  return false;
}

function endOfClass(pattern: string, from: number): number {
  let at = from + 1;
  while (at < pattern.length && pattern[at] !== ']') at += pattern[at] === '\\' ? 2 : 1;
  return at;
}

/** Where one round begins or ends is beyond doubt: its first or last part matches nothing the others match. */
function hasFence(body: string): boolean {
  const group = body.replace(/^\?(?::|<\w+>)/, '');
  const atoms = [...group.matchAll(ATOM)];
  const isFlat = atoms.map(([whole]) => whole).join('') === group;
  const parts = atoms.map(([, atom = '', count = '']) => ({ signs: signsOf(atom), once: count === '' }));
  return (
    isFlat &&
    [0, parts.length - 1].some((at) => {
      const fence = parts[at];
      const others = new Set(parts.flatMap(({ signs }, place) => (place === at ? [] : signs)));
      return fence?.once === true && !fence.signs.some((sign) => others.has(sign));
    })
  );
}

/** One class, escape or plain sign with its count; brackets of groups and `|` are none of them. */
const ATOM = /(\[(?:\\.|[^\]\\])*\]|\\.|[^()|*+?{}[\]\\])([*+?]|\{[\d,]+\})?/gy;

const SIGNS = Array.from({ length: 0x250 }, (_, code) => String.fromCharCode(code));
function signsOf(atom: string): string[] {
  const one = new RegExp(`^${atom}$`, 's');
  return SIGNS.filter((sign) => one.test(sign));
}
