// Does this network let media through to the site's relay? Asked of the relay alone, with nobody on the other side:
// a relay that gives this page an address is reached.

/** `tcp`: only by the slower way, as firewalls leave it. */
export type RelayReach = 'works' | 'tcp' | 'none';

/** The slowest way – TLS, after UDP and TCP were tried in vain – has its turn within this. */
const PATIENCE_MS = 8000;
/** Once one way stands, a better one has this long. */
const BETTER_MS = 1000;

/** Null: the site has no relay, so there is nothing to find out. */
export async function probeRelay(iceServers: RTCIceServer[]): Promise<RelayReach | null> {
  if (iceServers.length === 0) return null;
  const connection = new RTCPeerConnection({ iceServers, iceTransportPolicy: 'relay' });
  try {
    return await new Promise((resolve) => {
      let best: RelayReach = 'none';
      let timer = setTimeout(() => resolve(best), PATIENCE_MS);
      connection.onicecandidate = ({ candidate }) => {
        if (!candidate) return resolve(best);
        // A browser that does not say how it reached the relay reached it.
        const { relayProtocol = 'udp' } = candidate as RTCIceCandidate & { relayProtocol?: string | null };
        if (relayProtocol !== 'tcp' && relayProtocol !== 'tls') return resolve('works');
        best = 'tcp';
        clearTimeout(timer);
        timer = setTimeout(() => resolve(best), BETTER_MS);
      };
      connection.createDataChannel('probe');
      connection.createOffer().then((offer) => connection.setLocalDescription(offer));
    });
  } finally {
    connection.close();
  }
}
