// Which network addresses an outgoing connection may reach, decided after name resolution, so that a
// name that changes its answer (DNS rebinding) gains nothing. Knows nothing of tenants or HTTP.
import ipaddr from 'ipaddr.js';

/** What an operator has opened by naming it in the tenants file. */
export interface Reach {
  /** This machine itself (127.0.0.0/8, ::1): the embedded sandbox, or an `iss` on a loopback host. */
  loopback: boolean;
  /** RFC 1918 and unique local addresses: a hospital's inner network. */
  privateNetwork: boolean;
}

/**
 * True only for addresses known to be safe. Link-local (cloud metadata), multicast, carrier NAT and
 * every form that hides a v4 address in v6 (mapped, NAT64, 6to4, Teredo) are refused always.
 */
export function isAddressAllowed(address: string, reach: Reach): boolean {
  if (!ipaddr.isValid(address)) return false;
  const range = ipaddr.parse(address).range();
  if (range === 'unicast') return true;
  if (range === 'loopback') return reach.loopback;
  return (range === 'private' || range === 'uniqueLocal') && reach.privateNetwork;
}

/** `localhost`, 127.0.0.0/8 and [::1] as written in a URL. */
export function isLoopbackHost(hostname: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, '');
  if (bare === 'localhost' || bare.endsWith('.localhost')) return true;
  return ipaddr.isValid(bare) && ipaddr.parse(bare).range() === 'loopback';
}
