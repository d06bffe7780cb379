// Whether this network lets a call through, as it was found out, in a sentence.
import { useEffect, useState } from 'react';
import { useText } from '#ui/text';
import { probeRelay, type RelayReach } from './probe-relay.ts';

interface NetworkCheckProps {
  /** The site's relays; asked once. */
  readServers: () => Promise<{ iceServers: RTCIceServer[] }>;
}

export function NetworkCheck({ readServers }: NetworkCheckProps) {
  const say = useText();
  const [found, setFound] = useState<RelayReach | 'testing' | 'not-asked' | null>('testing');
  useEffect(() => {
    let isGone = false;
    const tell = (result: typeof found) => {
      if (!isGone) setFound(result);
    };
    readServers()
      .then(({ iceServers }) => probeRelay(iceServers))
      .then(tell, () => tell('not-asked'));
    return () => {
      isGone = true;
    };
  }, [readServers]);
  // Without a relay of the site's own there is nothing that could be tried alone.
  if (found === null) return null;
  return (
    <p className={`call-light call-light-${LIGHTS[found]}`} role="status">
      <span className="call-dot" aria-hidden="true" />
      {say(`video.network.${found}`)}
    </p>
  );
}

const LIGHTS = {
  works: 'good',
  tcp: 'fair',
  none: 'poor',
  testing: 'unknown',
  'not-asked': 'unknown',
} as const;
