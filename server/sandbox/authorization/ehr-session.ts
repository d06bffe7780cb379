// Who is logged in to the EHR in this browser: a cookie of the sandbox's own, per personality, that ends with
// the browser or the process. An EHR launch never looks at it; the launch token says who.
import { randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';
import type { PersonalityName } from '#server/sandbox/contract';

export interface EhrSessions {
  /** Log-in name, or undefined. */
  who(request: Request): string | undefined;
  begin(response: Response, username: string): void;
  end(request: Request, response: Response): void;
  /** Ends every session of that person. */
  endAll(username: string): void;
}

function readCookie(request: Request, name: string): string | undefined {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = pair.trim().split('=');
    if (key === name) return value;
  }
  return undefined;
}

export function createEhrSessions(personality: PersonalityName): EhrSessions {
  const name = `ehr_${personality}_login`;
  const options = { httpOnly: true, sameSite: 'lax', path: '/' } as const;
  const sessions = new Map<string, string>();
  return {
    who(request) {
      const id = readCookie(request, name);
      return id === undefined ? undefined : sessions.get(id);
    },
    begin(response, username) {
      const id = randomBytes(24).toString('base64url');
      sessions.set(id, username);
      response.cookie(name, id, options);
    },
    end(request, response) {
      sessions.delete(readCookie(request, name) ?? '');
      response.clearCookie(name, options);
    },
    endAll(username) {
      for (const [id, who] of sessions) if (who === username) sessions.delete(id);
    },
  };
}
