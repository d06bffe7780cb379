// Several answers to the same signs become one: the gravest of each stays, whatever came later.
import type { SignAnswer } from './red-flag-question.ts';

const GRAVER: readonly SignAnswer['said'][] = ['no', 'unsure', 'yes'];

export function listGravest(answers: readonly SignAnswer[]): SignAnswer[] {
  const gravest = new Map<string, SignAnswer>();
  for (const one of answers) {
    const before = gravest.get(one.flag);
    if (!before || GRAVER.indexOf(one.said) > GRAVER.indexOf(before.said)) gravest.set(one.flag, one);
  }
  return [...gravest.values()];
}
