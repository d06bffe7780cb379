// Reads one source file the way the laws look at it: its imports, and the names it reaches for.
// The parser is the bundler's, so strings and comments are never mistaken for code.
import { parseAst } from 'vite';

export interface Import {
  specifier: string;
  isTypeOnly: boolean;
}

export interface SourceFile {
  /** From the project's root, with slashes. */
  path: string;
  text: string;
  imports: Import[];
  /** Free expressions such as `Date.now`, `process.env`, `fetch(`, `new Date()`. */
  reaches: ReadonlySet<string>;
  /** Names of environment variables read as `env.X` or `process.env.X`. */
  exports: readonly string[];
  /** The whole tree of the parser, for laws about single places. */
  program: Node;
}

export interface Node {
  type: string;
  [key: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

export function readSource(path: string, text: string): SourceFile {
  const program = parseAst(text, { lang: path.endsWith('x') ? 'tsx' : 'ts', sourceType: 'module' });
  const imports: Import[] = [];
  const reaches = new Set<string>();
  const exports: string[] = [];
  visit(program as unknown as Node, (node) => {
    const found = importOf(node);
    if (found) imports.push(found);
    const reach = reachOf(node);
    if (reach) reaches.add(reach);
    exports.push(...exportsOf(node));
  });
  return { path, text, imports, reaches, exports, program: program as unknown as Node };
}

export function visit(node: Node, see: (node: Node) => void): void {
  see(node);
  for (const value of Object.values(node))
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) visit(child, see);
}

function importOf(node: Node): Import | undefined {
  const source = node.source;
  if (!isNode(source) || !/Import|Export/.test(node.type)) return undefined;
  const specifier = typeof source.value === 'string' ? source.value : '(computed)';
  const isTypeOnly = [node.importKind, node.exportKind].includes('type') || node.type === 'TSImportType';
  return { specifier, isTypeOnly };
}

function exportsOf(node: Node): string[] {
  if (node.type !== 'ExportNamedDeclaration' || !isNode(node.declaration)) return [];
  const { id, declarations } = node.declaration;
  const named = Array.isArray(declarations)
    ? declarations.map((one) => (isNode(one) ? one.id : undefined))
    : [id];
  return named.flatMap((one) => nameOf(one) ?? []);
}

/** `fetch(…)`, `new Date()` without a moment, `Math.random`, `process.env` – as one word each. */
function reachOf(node: Node): string | undefined {
  if (node.type === 'MemberExpression' && node.computed === false) {
    const owner = nameOf(node.object);
    const member = nameOf(node.property);
    return owner && member ? `${owner}.${member}` : undefined;
  }
  if (node.type === 'CallExpression') {
    const called = nameOf(node.callee);
    return called ? `${called}()` : undefined;
  }
  const empty = Array.isArray(node.arguments) && node.arguments.length === 0;
  if (node.type === 'NewExpression' && empty) return `new ${nameOf(node.callee)}()`;
  return undefined;
}

function nameOf(value: unknown): string | undefined {
  return isNode(value) && value.type === 'Identifier' ? (value.name as string) : undefined;
}
