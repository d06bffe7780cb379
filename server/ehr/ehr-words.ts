// The EHR's own words for a refusal, for the person whose work was refused. They may hold health data: never into
// a log, a metric or an error.
import { z } from 'zod';

const Issue = z.object({
  diagnostics: z.string().optional().catch(undefined),
  details: z
    .object({
      text: z.string().optional().catch(undefined),
      coding: z
        .array(z.object({ code: z.string().optional(), display: z.string().optional() }))
        .optional()
        .catch(undefined),
    })
    .optional()
    .catch(undefined),
});
const Outcome = z.object({ resourceType: z.literal('OperationOutcome'), issue: z.array(z.unknown()) });
const Plain = z.object({
  error_description: z.string().optional(),
  detail: z.string().optional(),
  message: z.string().optional(),
});

const MOST = 2_000;

/** One line an issue; the status alone where the EHR said nothing that can be read. */
export function readWords(body: unknown, status: number): string {
  const said = listSaid(body).map((line) => line.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim());
  const lines = [...new Set(said)].filter((line) => line !== '');
  return (lines.join('\n') || `HTTP ${status}`).slice(0, MOST);
}

function listSaid(body: unknown): string[] {
  const outcome = Outcome.safeParse(body);
  if (outcome.success)
    return outcome.data.issue.flatMap((one) => {
      const issue = Issue.safeParse(one);
      if (!issue.success) return [];
      const { details, diagnostics } = issue.data;
      const text = details?.text ?? diagnostics ?? details?.coding?.find(({ display }) => display)?.display;
      return text === undefined ? [] : [text];
    });
  const plain = Plain.safeParse(body);
  if (!plain.success) return [];
  const { error_description, detail, message } = plain.data;
  return [error_description ?? detail ?? message ?? ''];
}
