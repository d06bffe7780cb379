// The way to one page of one other person: an RTCPeerConnection. Its lines are laid once (microphone,
// camera, screen) and only their tracks change, so nothing but the routes is ever negotiated again; and one
// side alone offers, the other asks it to, so two offers never cross (decision 0028).
// It knows neither the room nor who may see whom.
import { type LinkState, type MediaState, NOTHING_SENT, type RoomPeer, type Signal } from '#domain/video';

/** A signal of one of our pages to one of theirs, before the pages are named on it. */
export type Say = Signal extends infer One
  ? One extends Signal
    ? Omit<One, 'epoch' | 'toEpoch'>
    : never
  : never;

export interface LinkNeeds {
  peer: RoomPeer;
  /** Makes the offers. The other side must have the opposite. */
  isLeading: boolean;
  configuration: RTCConfiguration;
  /** How large a picture may be sent at first. */
  limits: Partial<RTCRtpEncodingParameters>;
  say(signal: Say): void;
  onState(state: LinkState): void;
  onMedia(media: MediaState): void;
  onBye(): void;
  /** Their certificate is not the one the server knows. */
  onStranger(): void;
  onProtocol(): void;
}

const KINDS = ['audio', 'video', 'video'] as const;
/** A line that is shaky often heals by itself; when it does not, one side's try is enough. */
const PATIENCE_MS = 2000;
const ASKING_EXTRA_MS = 1000;
const FIRST_WAIT_MS = 8000;
const LONGEST_WAIT_MS = 15_000;

export type PeerLink = ReturnType<typeof openLink>;

export function openLink(needs: LinkNeeds) {
  const { peer, isLeading, say } = needs;
  const connection = new RTCPeerConnection(needs.configuration);
  const talk = connection.createDataChannel('room', { negotiated: true, id: 0 });
  let lines: RTCRtpTransceiver[] = [];
  let tracks: readonly (MediaStreamTrack | null)[] = [];
  let { limits } = needs;
  let limited: typeof limits | null = null;
  let ownMedia: MediaState | null = null;
  let state: LinkState = 'connecting';
  let round = 0;
  let early: RTCIceCandidateInit[] = [];
  let retry: ReturnType<typeof setTimeout> | undefined;
  let tries = 0;
  let steps: Promise<void> = Promise.resolve();

  /** One after the other, in the order they came; a step that cannot be taken ends no later one. */
  function inTurn(step: () => Promise<void>): Promise<void> {
    steps = steps.then(step).catch(() => {
      if (connection.signalingState !== 'closed') needs.onProtocol();
    });
    return steps;
  }

  /** Looks for all routes; an offer that stands unanswered is replaced. */
  async function offer(iceRestart: boolean): Promise<void> {
    if (connection.signalingState === 'closed') return;
    if (!isLeading) return say({ kind: 'ask' });
    await connection.setLocalDescription(await connection.createOffer({ iceRestart }));
    round += 1;
    say({ kind: 'offer', round, sdp: connection.localDescription?.sdp ?? '' });
  }

  async function takeOffer(sdp: string, theirRound: number): Promise<void> {
    if (isLeading) return;
    await connection.setRemoteDescription({ type: 'offer', sdp });
    if (lines.length === 0) {
      lines = connection.getTransceivers();
      for (const line of lines) line.direction = 'sendrecv';
      await attach();
    }
    await takeEarly();
    await connection.setLocalDescription();
    say({ kind: 'answer', round: theirRound, sdp: connection.localDescription?.sdp ?? '' });
  }

  async function takeAnswer(sdp: string, ownRound: number): Promise<void> {
    if (ownRound !== round || connection.signalingState !== 'have-local-offer') return;
    await connection.setRemoteDescription({ type: 'answer', sdp });
    await takeEarly();
  }

  /** Candidates of a description that is not there yet wait for it. */
  async function takeEarly(): Promise<void> {
    const waiting = early;
    early = [];
    for (const candidate of waiting) await takeCandidate(candidate);
  }

  async function takeCandidate(candidate: RTCIceCandidateInit): Promise<void> {
    const known = connection.remoteDescription?.sdp;
    if (
      known &&
      (!candidate.usernameFragment || known.includes(`a=ice-ufrag:${candidate.usernameFragment}\r`))
    )
      await connection.addIceCandidate(candidate);
    else early = [...early, candidate].slice(-64);
  }

  async function attach(): Promise<void> {
    await Promise.all(lines.map((line, place) => line.sender.replaceTrack(tracks[place] ?? null)));
    const sender = lines[1]?.sender;
    const wanted = sender?.getParameters();
    // Only when they change: the first picture need not wait for what was said ahead.
    if (!sender || !wanted?.encodings[0] || limited === limits) return;
    limited = limits;
    wanted.encodings[0] = { ...wanted.encodings[0], ...limits };
    await sender.setParameters(wanted);
  }

  function tellMedia(): void {
    if (ownMedia && talk.readyState === 'open') talk.send(JSON.stringify(ownMedia));
  }

  function change(next: LinkState): void {
    if (next === state) return;
    state = next;
    needs.onState(next);
  }

  /** Looks for a way again, later and later, until there is one. */
  function retryLater(wait: number): void {
    clearTimeout(retry);
    retry = setTimeout(
      () => {
        if (connection.connectionState === 'connected') return;
        tries += 1;
        inTurn(() => offer(true));
        retryLater(Math.min(PATIENCE_MS * 2 ** tries, LONGEST_WAIT_MS));
      },
      wait + (isLeading ? 0 : ASKING_EXTRA_MS),
    );
  }

  connection.onicecandidate = ({ candidate }) => {
    if (candidate) say({ kind: 'candidate', candidate: candidate.toJSON() });
  };
  connection.onconnectionstatechange = () => {
    const { connectionState: now } = connection;
    if (now === 'connected') {
      clearTimeout(retry);
      tries = 0;
      change('connected');
    } else if (now === 'disconnected' || now === 'failed') {
      change('reconnecting');
      retryLater(now === 'failed' ? 0 : PATIENCE_MS);
    }
  };
  talk.onopen = tellMedia;
  talk.onmessage = ({ data }) => {
    const media = readMedia(data);
    if (media === 'bye') needs.onBye();
    else if (media) needs.onMedia(media);
  };
  // Their page is gone without a word: it closes at once, where the routes would take seconds to tell.
  talk.onclose = () => change('reconnecting');

  if (isLeading) {
    lines = KINDS.map((kind) => connection.addTransceiver(kind, { direction: 'sendrecv' }));
    inTurn(async () => {
      await offer(false);
      await attach();
    });
  }
  retryLater(FIRST_WAIT_MS);

  return {
    peer,
    connection,
    tracks: () => lines.map((line) => line.receiver.track),
    state: () => state,
    take(signal: Signal): Promise<void> {
      return inTurn(async () => {
        if (connection.signalingState === 'closed') return;
        if (signal.kind === 'bye') return needs.onBye();
        if (signal.kind === 'candidate') return takeCandidate(signal.candidate);
        if (signal.kind === 'ask') return isLeading ? offer(true) : undefined;
        if (!isOfCertificate(signal.sdp, peer.fingerprint)) return needs.onStranger();
        return signal.kind === 'offer'
          ? takeOffer(signal.sdp, signal.round)
          : takeAnswer(signal.sdp, signal.round);
      });
    },
    /** Sends these from now on, in the order of the lines; null sends nothing on that line. */
    send(
      next: readonly (MediaStreamTrack | null)[],
      media: MediaState,
      picture: Partial<RTCRtpEncodingParameters>,
    ): Promise<void> {
      tracks = next;
      limits = picture;
      ownMedia = media;
      tellMedia();
      return inTurn(attach);
    },
    /** Looks for all routes anew; the way in use carries on until a new one stands. */
    restart(configuration?: RTCConfiguration): Promise<void> {
      return inTurn(async () => {
        if (connection.signalingState === 'closed') return;
        if (configuration) connection.setConfiguration(configuration);
        await offer(true);
      });
    },
    /** Signals may have been lost: says again what was not answered. */
    resume(): void {
      if (connection.connectionState === 'connected' && connection.signalingState === 'stable') return;
      inTurn(() => offer(connection.remoteDescription !== null));
    },
    close(bye: boolean): void {
      clearTimeout(retry);
      if (bye && talk.readyState === 'open') talk.send('"bye"');
      if (bye) say({ kind: 'bye' });
      talk.onclose = null;
      connection.onconnectionstatechange = null;
      connection.close();
    },
  };
}

function readMedia(text: unknown): MediaState | 'bye' | null {
  const said: unknown = typeof text === 'string' && text.length < 200 ? JSON.parse(text) : null;
  if (said === 'bye') return said;
  if (typeof said !== 'object' || said === null) return null;
  const { microphone, camera, screen } = { ...NOTHING_SENT, ...said };
  return { microphone: microphone === true, camera: camera === true, screen: screen === true };
}

/** Every fingerprint in the description is the expected one, and there is one. RFC 8122, section 5. */
export function isOfCertificate(sdp: string, fingerprint: string): boolean {
  const found = [...sdp.matchAll(/^a=fingerprint:(\S+) (\S+)/gm)];
  return (
    found.length > 0 &&
    found.every(
      ([, method, value]) =>
        method?.toLowerCase() === 'sha-256' && value?.toUpperCase() === fingerprint.toUpperCase(),
    )
  );
}
