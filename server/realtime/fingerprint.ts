// The DTLS fingerprint inside a session description (RFC 8122 §5, RFC 8842 §5.1): the one line that says
// whose media it is. Who controls it controls the call, so it is read by the server and told by the server.

const LINE = /^a=fingerprint:(\S+)[ \t]+([0-9A-Fa-f:]+)[ \t]*$/gim;
/** RFC 8122 §5.1 lets go of anything weaker. Length in bytes of each digest. */
const DIGESTS: Record<string, number> = { 'sha-256': 32, 'sha-384': 48, 'sha-512': 64 };

/**
 * `sha-256 AB:CD:…`, upper case; null when there is none, more than one, a weak or a malformed one. A page
 * uses one certificate for all its peers, so that one fingerprint stands for the page.
 */
export function readFingerprint(sdp: string): string | null {
  const lines = sdp.match(/a=fingerprint/gi)?.length ?? 0;
  const found = [...sdp.matchAll(LINE)].map(([, digest = '', value = '']) => ({
    digest: digest.toLowerCase(),
    value: value.toUpperCase(),
  }));
  const [first] = found;
  if (!first || found.length !== lines) return null;
  const isWhole = /^([0-9A-F]{2}:)*[0-9A-F]{2}$/.test(first.value);
  if (!isWhole || DIGESTS[first.digest] !== (first.value.length + 1) / 3) return null;
  const isOne = found.every((one) => one.digest === first.digest && one.value === first.value);
  return isOne ? `${first.digest} ${first.value}` : null;
}
