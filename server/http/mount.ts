// Turns rows of the route table into Express handlers, each under the law of answer-row.ts.
import type { ServerResponse } from 'node:http';
import express, { type Request, type Response, Router } from 'express';
import { AppError } from '#server/errors';
import { answerRow, type LawNeeds, type MountedRow } from './answer-row.ts';
import { createStrangerAllowance, demandRecord } from './demand-record.ts';
import { contentSecurityPolicy, type VideoVendor } from './page-headers.ts';
import { requestIdOf } from './request-id.ts';
import type { Answer, Row, SetCookie } from './route.ts';
import { sendAttachment, sendStream, signalOver } from './send-pieces.ts';
import type { RecordAccess, Session, SessionDoor } from './session.ts';
import { keepBodyBytes } from './signed-body.ts';

export interface MountNeeds {
  publicOrigin: string;
  sessions: SessionDoor;
  recordAccess: RecordAccess;
  /** Origins that may frame: of one tenant, or the union for doors. */
  frameOrigins(tenantId: string | 'doors'): readonly string[];
  /** Whose script and servers the pages of this tenant may reach for a call; null: nobody else's. */
  videoVendor(tenantId: string | 'doors'): VideoVendor | null;
}

/** Express router of all rows that are asked over HTTP. Throws when two rows share method and path. */
export function mountRoutes(needs: MountNeeds, rows: readonly Row[], law = lawOver(needs)): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const json = {
    usual: express.json({ limit: '256kb', strict: true }),
    // A line end, a quotation mark take two bytes in JSON, a control character six.
    'long-text': express.json({ limit: '1300kb', strict: true }),
  };
  const form = express.urlencoded({ limit: '16kb', extended: false });
  const signed = express.json({ limit: '64kb', strict: true, verify: keepBodyBytes });
  const seen = new Set<string>();
  for (const row of rows) {
    if (row.kind === 'socket') continue;
    const name = `${row.method} ${row.path}`;
    if (seen.has(name)) throw new Error(`${name} stands twice in the route table`);
    seen.add(name);
    const verb = row.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
    const reader = row.csrf === 'header' ? json[row.bodyLimit] : row.csrf === 'form' ? form : signed;
    const readBody = row.method === 'GET' ? [] : [refuseForeignBody(row), reader];
    router[verb](row.path, ...readBody, async (req, res) => {
      res.locals.routePath = row.path;
      if (req.method === 'HEAD' && !row.headToo) throw headRefused();
      const asked = {
        requestId: requestIdOf(res),
        headers: req.headers,
        params: req.params,
        input: row.method === 'GET' ? req.query : (req.body ?? {}),
        address: req.ip,
        more: { req, over: () => signalOver(res) },
      };
      await answerRow(law, row, asked, {
        giveCookies: (cookies) => setCookies(res, cookies),
        send: (answer, session) => send(needs, row, session, res, answer),
      });
    });
  }
  return router;
}

/** What the law of a row needs, with records demanded and strangers counted. */
export function lawOver(needs: MountNeeds): LawNeeds {
  return {
    get publicOrigin() {
      return needs.publicOrigin;
    },
    sessions: needs.sessions,
    recordAccess: demandRecord(needs.recordAccess),
    mayRecordStranger: createStrangerAllowance(),
  };
}

/** Asking for the head alone would run the whole row: mail scanners do that to links. */
function headRefused(): AppError {
  return new AppError('bad-request', 'input.method', 'Ask with GET.');
}

/** A body of another type than the row takes is no way round the preflight. */
function refuseForeignBody(row: MountedRow) {
  const wanted = row.csrf === 'form' ? 'application/x-www-form-urlencoded' : 'application/json';
  return (req: Request, _res: Response, next: (error?: unknown) => void) => {
    const type = req.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
    const empty =
      (req.headers['content-length'] ?? '0') === '0' && req.headers['transfer-encoding'] === undefined;
    if (empty || type === wanted) return next();
    next(new AppError('unsupported-media-type', 'input.type', `Send ${wanted}.`));
  };
}

async function send(
  needs: MountNeeds,
  row: MountedRow,
  session: Session | undefined,
  res: Response,
  answer: Answer,
): Promise<void> {
  // First what can fail: an answer that does not leave sets no cookie.
  const framers = answer.framedBy ?? (row.framing === 'doors' ? 'doors' : session?.tenantId);
  const isPage = answer.html !== undefined && framers;
  const policy = isPage
    ? contentSecurityPolicy(needs.frameOrigins(framers), needs.videoVendor(framers))
    : contentSecurityPolicy([]);
  setCookies(res, answer.cookies ?? []);
  for (const [name, value] of Object.entries(answer.headers ?? {})) res.setHeader(name, value);
  res.status(answer.status ?? (answer.redirect ? 303 : 200));
  if (answer.redirect) res.setHeader('Location', answer.redirect).end();
  else if (answer.stream) await sendStream(res, answer.stream);
  else if (answer.attachment) await sendAttachment(res, answer.attachment);
  else if (answer.html !== undefined) {
    res.setHeader('Content-Security-Policy', policy);
    res.type('html').send(answer.html);
  } else if (answer.text) res.type(answer.text.type).send(answer.text.body);
  else if (answer.json !== undefined) res.json(answer.json);
  else res.end();
}

/** The only form that survives in a cross-site frame (security-rules finding 8). */
export function setCookies(res: ServerResponse, cookies: readonly SetCookie[]): void {
  for (const { name, value, maxAge } of cookies)
    res.appendHeader(
      'Set-Cookie',
      `${name}=${value}; Path=/; Max-Age=${maxAge}; Secure; HttpOnly; SameSite=None; Partitioned`,
    );
}
