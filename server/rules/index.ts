// The rule packs on the server: loading, what is wrong with them, and a question asked as a line of JSON.
export { type Answer, answerLine, type Unreadable } from './answer-line.ts';
export type { PackFault } from './build-rows.ts';
export { explain } from './explain.ts';
export { listEndings, type PackEnding } from './list-endings.ts';
export { indexPacks, type LoadedPacks, loadPacks, PackError } from './load-packs.ts';
export { PackFile } from './pack-file.ts';
export { readLines } from './read-lines.ts';
export { ruleRoutes } from './routes.ts';
export { viewRules } from './view-rules.ts';
