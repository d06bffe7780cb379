// The page that carries the app: /l/<launchId>/ and below. The same bytes for everybody and no health
// data in them; who may frame it depends on the launch's tenant, and without a session there is no page.
import type { Request } from 'express';
import { z } from 'zod';
import { AppError } from '#server/errors';
import { type Answer, type HttpRow, type OpenCall, route } from './route.ts';
import type { SessionDoor } from './session.ts';

export interface ShellNeeds {
  sessions: SessionDoor;
  /** The built index.html. */
  page(): Promise<string>;
  /** Where somebody goes who has no session here (any more): the error page with its reason. */
  refuse(
    code: 'session-none' | 'session-ended' | 'session-mismatch',
    call: { req: Request; requestId: string },
  ): Promise<Answer>;
}

export function shellRoutes(needs: ShellNeeds): HttpRow[] {
  const declared = {
    who: 'anyone',
    audit: { none: 'an empty page; what it shows is fetched and audited' },
    framing: 'doors',
  } as const;
  const show = async ({ req, requestId }: OpenCall<unknown>): Promise<Answer> => {
    const found = await needs.sessions.find(String(req.params.launchId), req.headers.cookie);
    if (found === 'none' || found === 'ended' || found === 'mismatch')
      return needs.refuse(`session-${found}`, { req, requestId });
    return { html: await needs.page(), framedBy: found.session.tenantId, cookies: found.cookies };
  };
  const below = z.object({ path: z.array(z.string()) });
  const showBelow = async (call: OpenCall<z.infer<typeof below>>): Promise<Answer> => {
    // An API address that no row knows is no page.
    if (['api', 'fhir'].includes(call.input.path[0] ?? ''))
      throw new AppError('not-found', 'not-found', 'There is nothing at this address.');
    return show(call);
  };
  return [
    route('GET', '/l/:launchId/', { ...declared, input: z.strictObject({}) }, show),
    route('GET', '/l/:launchId/{*path}', { ...declared, input: below }, showBelow),
  ];
}
