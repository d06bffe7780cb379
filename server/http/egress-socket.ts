// The way out for what is not HTTP: one TCP or TLS connection to a pinned host, only to an address that its operator
// has opened. What is said over it is its caller's matter.
import { once } from 'node:events';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type SecureContextOptions } from 'node:tls';
import { isAddressAllowed, type Reach } from './addresses.ts';
import { guardedLookup } from './egress.ts';

/** One host and port that an operator has named. */
export interface EgressEndpoint {
  host: string;
  port: number;
  tls: boolean;
  reach: Reach;
  /** Authorities besides the machine's own; for TLS alone. */
  trust: Pick<SecureContextOptions, 'ca'>;
}

/** Null: no connection came about, and not one byte of what was to be said has left. `connectMs` holds for all of it. */
export async function openSocket(endpoint: EgressEndpoint, connectMs: number): Promise<Socket | null> {
  const { host, port, reach } = endpoint;
  const bare = host.replace(/^\[|\]$/g, '');
  if (isIP(bare) && !isAddressAllowed(bare, reach)) return null;
  const way = { host: bare, port, lookup: guardedLookup(reach), noDelay: true };
  const socket = endpoint.tls
    ? connectTls({ ...way, ...endpoint.trust, ...(isIP(bare) ? {} : { servername: bare }) })
    : connectTcp(way);
  try {
    await once(socket, endpoint.tls ? 'secureConnect' : 'connect', {
      signal: AbortSignal.timeout(connectMs),
    });
    return socket;
  } catch {
    // Refused, unreachable, not trusted or too slow: to whoever asks these are all one.
    socket.on('error', () => undefined).destroy();
    return null;
  }
}
