// The FHIR road as a plain handler before Express: the same rows under the same law, found by a look-up instead
// of a walk past every route. The chart reads hundreds of times a visit, so this is where time per request counts.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { parse } from 'node:querystring';
import { answerRow, type LawNeeds } from './answer-row.ts';
import { describeFailure } from './failure.ts';
import { setCookies } from './mount.ts';
import type { Answer, ProxyRow, Row } from './route.ts';
import { sendAttachment, signalOver } from './send-pieces.ts';
import type { Log, Watch } from './watch.ts';

export interface RoadNeeds {
  law: LawNeeds;
  rows: readonly Row[];
  watch: Pick<Watch, 'follow'>;
  log: Log;
  /** On every answer. */
  headers: readonly [name: string, value: string][];
  addressOf(req: IncomingMessage): string | undefined;
}

/** Launch, type, id, query; what is spelt in any other way is left to Express. */
const PATH = /^\/l\/([\w-]{1,80})\/fhir\/([A-Za-z]{1,64})(?:\/([\w.-]{1,8000}))?(?:\?([^#]*))?$/;
const PATTERN = /^\/l\/:launchId\/fhir\/([A-Za-z]+)(?:\/:([a-z]+))?$/;

/** Answers the request and says true, or leaves it alone. */
export function openRoad(needs: RoadNeeds): (req: IncomingMessage, res: ServerResponse) => boolean {
  const places = listPlaces(needs.rows);
  return (req, res) => {
    const [, launchId, type, id, query] = (req.method === 'GET' && PATH.exec(req.url ?? '')) || [];
    const place = type === undefined ? undefined : places.get(id === undefined ? type : `${type}/`);
    if (launchId === undefined || place === undefined) return false;
    const params = place.param === undefined ? { launchId } : { launchId, [place.param]: id };
    void answer(needs, place.row, { req, res, params, query });
    return true;
  };
}

interface Place {
  row: ProxyRow;
  param: string | undefined;
}

function listPlaces(rows: readonly Row[]): Map<string, Place> {
  const proxied = rows.filter((row) => row.kind === 'proxy');
  return new Map(
    proxied.map((row) => {
      const [, type, param] = PATTERN.exec(row.path) ?? [];
      if (type === undefined) throw new Error(`${row.path} is no address of the FHIR road`);
      return [param === undefined ? type : `${type}/`, { row, param }];
    }),
  );
}

async function answer(
  needs: RoadNeeds,
  row: ProxyRow,
  at: { req: IncomingMessage; res: ServerResponse; params: object; query: string | undefined },
): Promise<void> {
  const { req, res, query } = at;
  const requestId = randomUUID();
  needs.watch.follow(res, { requestId, method: 'GET', route: () => row.path });
  for (const [name, value] of needs.headers) res.setHeader(name, value);
  res.setHeader('X-Request-Id', requestId);
  const asked = {
    requestId,
    headers: req.headers,
    params: { ...at.params },
    input: query === undefined ? {} : parse(query),
    address: needs.addressOf(req),
    more: { over: () => signalOver(res) },
  };
  const giveCookies = (cookies: NonNullable<Answer['cookies']>) => setCookies(res, cookies);
  try {
    await answerRow(needs.law, row, asked, { giveCookies, send: (said) => send(res, said) });
  } catch (thrown) {
    const problem = describeFailure(needs.log, thrown, requestId);
    if (res.headersSent) res.destroy();
    else sendText(res, problem.status, 'application/problem+json', JSON.stringify(problem));
  }
}

/** A row of the road answers with text or with somebody else's bytes. */
async function send(res: ServerResponse, { text, attachment }: Answer): Promise<void> {
  if (attachment) await sendAttachment(res, attachment);
  else if (text) sendText(res, 200, text.type, text.body);
  else throw new Error('the FHIR road has no other answer');
}

function sendText(res: ServerResponse, status: number, type: string, text: string): void {
  const body = Buffer.from(text);
  res.writeHead(status, { 'Content-Type': `${type}; charset=utf-8`, 'Content-Length': body.length });
  res.end(body);
}
