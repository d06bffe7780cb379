// A fault on demand: which requests it meets and what it does to them. Reading and matching, no effects.
import { z } from 'zod';
import { PERSONALITIES, type PersonalityName } from '#server/sandbox/contract';

export const FaultInput = z
  .strictObject({
    personality: z.enum(PERSONALITIES).optional().describe('absent: all three'),
    method: z.string().toUpperCase().optional().describe('absent: every method'),
    route: z.string().startsWith('/').default('/**').describe('path pattern: * within a segment, ** across'),
    times: z.int().min(1).optional().describe('how many requests; absent: until deleted'),
    delayMs: z.int().min(0).max(600_000).optional().describe('wait before the work'),
    status: z.int().min(100).max(599).optional().describe('answer this instead of doing the work'),
    body: z.string().max(100_000).optional().describe('with status: the body, sent as JSON'),
    retryAfterSeconds: z.int().min(0).optional().describe('with status: a Retry-After header'),
    statusAfter: z
      .int()
      .min(200)
      .max(599)
      .optional()
      .describe('do the work, answer this instead of its result'),
    delayAfterMs: z.int().min(0).max(600_000).optional().describe('do the work, wait, then answer'),
    searchLagSeconds: z
      .int()
      .min(1)
      .max(3600)
      .optional()
      .describe('searches find nothing written within this time'),
    redirect: z.string().optional().describe('answer 302 to this address instead of doing the work'),
    drop: z.enum(['before', 'after']).optional().describe('reset the connection before or after the work'),
    halfAnswer: z.literal(true).optional().describe('announce the whole body, send half, reset'),
    truncateJson: z.literal(true).optional().describe('send half the body as if it were whole'),
    slowBodyMs: z.int().min(1).max(600_000).optional().describe('trickle the body over this time'),
    lostScopes: z.array(z.string()).optional().describe('judge the request without these scopes or types'),
    tokenExpired: z.literal(true).optional().describe('treat the bearer token as expired'),
  })
  .describe('a fault');

export type Fault = z.infer<typeof FaultInput> & { id: string };

/** Which personality a path belongs to; pages shared by all belong to none. */
export function personalityOf(pathname: string): PersonalityName | undefined {
  if (pathname.startsWith('/epic/')) return 'epic';
  if (pathname.startsWith('/oracle/')) return 'oracle';
  return pathname.startsWith('/fhir') || pathname.startsWith('/generic/') ? 'generic' : undefined;
}

function matchesRoute(pattern: string, pathname: string): boolean {
  const source = pattern
    .split('**')
    .map((part) =>
      part
        .split('*')
        .map((text) => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
        .join('[^/]*'),
    )
    .join('.*');
  return new RegExp(`^${source}$`).test(pathname);
}

export function meets(fault: Fault, request: { method: string; pathname: string }): boolean {
  if (fault.personality && fault.personality !== personalityOf(request.pathname)) return false;
  if (fault.method && fault.method !== request.method) return false;
  return matchesRoute(fault.route, request.pathname);
}
