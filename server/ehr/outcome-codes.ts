// What an EHR means by an answer that is not what was asked for: status, OperationOutcome and the vendor's own
// numbers, mapped once, in one table. Its texts may hold health data and are not read.
import type { Resource } from '@medplum/fhirtypes';
import { z } from 'zod';
import type { Tenant } from '#server/smart/tenants';
import { EhrFailure, type EhrFailureCode } from './failures.ts';

type Vendor = Tenant['vendor'];

/** An answer reduced to what may be judged. */
export interface Said {
  vendor: Vendor;
  status: number;
  /** Nothing was sent but the status. */
  isEmpty: boolean;
  /** FHIR issue types (R4 issue-type), OAuth error words, the vendor's numbers. */
  words: readonly string[];
}

interface Meaning {
  /** Undefined: every vendor. */
  vendor?: Vendor;
  status?: number | readonly [from: number, to: number];
  /** One of these was said. */
  word?: readonly string[];
  /** A vendor's number in this range was said. */
  series?: readonly [from: number, to: number];
  isEmpty?: true;
  means: EhrFailureCode;
}

/** The first that fits. Numbers and statuses: ehr-integration 2.3, 2.4 (Epic), 3.2, 3.5 (Oracle Health). */
const MEANINGS: readonly Meaning[] = [
  { vendor: 'epic', word: ['4135'], means: 'ehr.quota-spent' },
  { vendor: 'epic', word: ['4101'], means: 'ehr.not-found' },
  { vendor: 'epic', word: ['59141', '59189'], means: 'ehr.duplicate' },
  { vendor: 'epic', word: ['59108'], means: 'ehr.element-missing' },
  { vendor: 'epic', word: ['59012'], means: 'ehr.modifier-refused' },
  { vendor: 'epic', status: 403, isEmpty: true, means: 'ehr.api-not-on-app' },
  { word: ['insufficient_scope'], means: 'ehr.scope-missing' },
  { word: ['unauthorized_client'], means: 'ehr.client-unmapped' },
  { status: 403, means: 'ehr.forbidden' },
  { vendor: 'epic', series: [59_100, 59_199], means: 'ehr.rejected' },
  { status: 429, means: 'ehr.busy' },
  { word: ['throttled'], means: 'ehr.busy' },
  { status: [500, 599], word: ['not-supported'], means: 'ehr.not-supported' },
  { status: 501, means: 'ehr.not-supported' },
  { status: [500, 599], means: 'ehr.down' },
  { vendor: 'oracle', status: [409, 412], means: 'ehr.version-clash' },
  { vendor: 'oracle', status: 422, means: 'ehr.rule-broken' },
  { vendor: 'oracle', status: 431, means: 'ehr.headers-too-large' },
  { status: 410, means: 'ehr.gone' },
  { word: ['not-supported'], means: 'ehr.not-supported' },
  { status: 404, means: 'ehr.not-found' },
  { status: 405, means: 'ehr.not-supported' },
  { word: ['business-rule'], means: 'ehr.rule-broken' },
  { word: ['duplicate'], means: 'ehr.duplicate' },
  { word: ['forbidden', 'security', 'suppressed'], means: 'ehr.forbidden' },
];

export function explainAnswer(said: Said): EhrFailure {
  const found = MEANINGS.find((meaning) => fits(meaning, said));
  // The vendor's number says most; a FHIR word is next.
  const told = said.words.find(isNumber) ?? said.words[0] ?? null;
  return new EhrFailure(found?.means ?? 'ehr.refused', told);
}

function fits({ vendor, status, word, series, isEmpty }: Meaning, said: Said): boolean {
  const [from, to] = typeof status === 'number' ? [status, status] : (status ?? [0, 999]);
  const isInSeries = (one: string) => series && isNumber(one) && +one >= series[0] && +one <= series[1];
  return (
    (vendor === undefined || vendor === said.vendor) &&
    said.status >= from &&
    said.status <= to &&
    (word === undefined || word.some((one) => said.words.includes(one))) &&
    (series === undefined || said.words.some(isInSeries)) &&
    (isEmpty === undefined || said.isEmpty)
  );
}

function isNumber(word: string): boolean {
  return /^\d{3,6}$/.test(word);
}

const Issue = z.object({
  severity: z.string().optional(),
  code: z.string().optional(),
  details: z.object({ coding: z.array(z.object({ code: z.string().optional() })).optional() }).optional(),
});
const Outcome = z.object({ resourceType: z.literal('OperationOutcome'), issue: z.array(z.unknown()) });
const OAuthError = z.object({ error: z.string() });

/** A word of a code system or of OAuth; anything else may be somebody's text. */
const WORD = /^[a-z][a-z_-]{1,40}$|^\d{3,6}$/;

export interface Told {
  isError: boolean;
  words: string[];
}

/** The issues of an OperationOutcome; none for anything else. */
export function listIssues(resource: Resource | undefined): Told[] {
  const outcome = Outcome.safeParse(resource);
  if (!outcome.success) return [];
  return outcome.data.issue.flatMap((one) => {
    const issue = Issue.safeParse(one);
    if (!issue.success) return [];
    const { severity, code, details } = issue.data;
    const words = [code, ...(details?.coding ?? []).map((coding) => coding.code)];
    return [
      {
        isError: severity === 'error' || severity === 'fatal',
        words: words.filter((word): word is string => word !== undefined && WORD.test(word)),
      },
    ];
  });
}

/** Words of the whole answer: its outcome, else its OAuth error, and what the challenge header says. */
export function listWords(body: unknown, challenge: string | null): string[] {
  const told = listIssues(body as Resource | undefined).flatMap(({ words }) => words);
  const oauth = OAuthError.safeParse(body);
  const challenged = /error="([a-z_]{1,40})"/.exec(challenge ?? '')?.[1];
  return [...told, ...(oauth.success ? [oauth.data.error] : []), ...(challenged ? [challenged] : [])].filter(
    (word) => WORD.test(word),
  );
}
