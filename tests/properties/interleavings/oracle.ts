// What an answer of the app may be. One look at its text tells whose it is; its status and code tell what was
// done. Knows nothing of how the app works.
import { canaryOf, listCanaries, type Person } from '../../fixtures/mixed-records.ts';

export interface Told {
  /** The address that was asked, for the report of a failure. */
  asked: string;
  status: number;
  /** Of a refusal. */
  code: string | null;
  text: string;
  requestId: string;
}

export class Violation extends Error {
  constructor(told: Told, says: string) {
    super(
      `${says}\n  asked ${told.asked}\n  answered ${told.status} ${told.code ?? ''}\n  ${told.text.slice(0, 600)}`,
    );
    this.name = 'Violation';
  }
}

export async function readTold(asked: string, answer: Response): Promise<Told> {
  const text = await answer.text();
  const isRefusal = answer.status >= 400 && text.startsWith('{');
  const headers = [...answer.headers].map((pair) => pair.join(': ')).join('\n');
  return {
    asked,
    status: answer.status,
    code: isRefusal ? String((JSON.parse(text) as { code?: unknown }).code) : null,
    text: `${text}\n${headers}`,
    requestId: answer.headers.get('x-request-id') ?? '',
  };
}

/** Nothing of anybody but `own` stands in it; `own` null: of nobody at all. */
export function demandNobodyElse(told: Told, own: Person | null): void {
  const mine = own && canaryOf(own);
  const others = listCanaries(told.text).filter((one) => one !== mine);
  if (others.length > 0) throw new Violation(told, `${others.join(' ')} stands in an answer for ${mine}`);
}

/** 200 with something of `own`: an app that shows nothing at all would be safe as well. */
export function demandShown(told: Told, own: Person): void {
  demandNobodyElse(told, own);
  if (told.status !== 200) throw new Violation(told, 'an honest answer was not shown');
  if (!told.text.includes(canaryOf(own))) throw new Violation(told, 'the answer is empty');
}

export function demandRefused(told: Told, status: number, code: string): void {
  demandNobodyElse(told, null);
  if (told.status !== status || told.code !== code)
    throw new Violation(told, `this should have been refused with ${status} ${code}`);
}
