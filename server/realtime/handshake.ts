// The way to a socket: our own page, an open session, not too many. A refusal is plain HTTP, before
// anything is opened.
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Session, SessionDoor } from '#server/http';

/** /l/:launchId/socket */
const PATH = /^\/l\/([A-Za-z0-9_-]{1,64})\/socket$/;

const STATUS = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  423: 'Locked',
  426: 'Upgrade Required',
  429: 'Too Many Requests',
  503: 'Service Unavailable',
} as const;
export type RefusedStatus = keyof typeof STATUS;

export interface HandshakeNeeds {
  publicOrigin: string;
  sessions: SessionDoor;
  /** Too many sockets of this session already, or it has just been cut for flooding. */
  isTooMany(session: Session): boolean;
}

/**
 * The session this socket is for, or the status of the refusal. Origin is demanded (RFC 6455 §10.2): the
 * cookie alone would let any page in. A renewed session id is not handed out here; the next request does.
 */
export async function checkHandshake(
  needs: HandshakeNeeds,
  req: IncomingMessage,
): Promise<Session | RefusedStatus> {
  const launchId = PATH.exec(req.url ?? '')?.[1];
  if (launchId === undefined) return 404;
  if (req.headers.origin !== needs.publicOrigin) return 403;
  const found = await needs.sessions.find(launchId, req.headers.cookie);
  if (found === 'none' || found === 'ended') return 401;
  if (found === 'mismatch') return 403;
  if (found.session.locked) return 423;
  return needs.isTooMany(found.session) ? 429 : found.session;
}

export function refuseHandshake(socket: Duplex, status: RefusedStatus): void {
  socket.end(`HTTP/1.1 ${status} ${STATUS[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
