// One socket: what is known of it, and the bounds it lives in. Kept small: most connections only wait.
import { randomBytes } from 'node:crypto';
import type { WebSocket } from 'ws';
import type { Session } from '#server/http';
import { type Allowance, BYTES, MESSAGES, newAllowance, take } from './allowance.ts';
import type { VisitKey } from './journal.ts';
import type { Member } from './member.ts';
import { CLOSE, type Told } from './wire.ts';

/** More than this unsent, and whoever reads it has stopped reading. Bytes. */
const MOST_UNSENT = 1_048_576;

export class Connection {
  /** Unguessable: a signal is addressed to it. */
  readonly epoch = randomBytes(15).toString('base64url');
  readonly session: Session;
  readonly socket: WebSocket;
  visit: VisitKey | null = null;
  member: Member | null = null;
  /** The last sequence that was told, or was not this person's to hear. */
  seen = 0;
  was: string | null = null;
  fingerprint: string | null = null;
  /** What the page calls itself. */
  page: string | null = null;
  isTelling = false;
  isToldAgain = false;
  isClosed = false;
  /** When time alone changes the session; asked anew then. Ms since the epoch, the app's clock. */
  nextLook = 0;
  /** Last sign of life, ms of the process's own clock. */
  aliveAt: number;
  #turn: Promise<void> = Promise.resolve();
  readonly #messages: Allowance;
  readonly #bytes: Allowance;

  constructor(session: Session, socket: WebSocket, now: number) {
    this.session = session;
    this.socket = socket;
    this.aliveAt = now;
    this.#messages = newAllowance(MESSAGES, now);
    this.#bytes = newAllowance(BYTES, now);
  }

  /** False: over its allowance, and cut. */
  mayTake(bytes: number, now: number): boolean {
    this.aliveAt = now;
    const isFine = take(this.#messages, MESSAGES, 1, now) && take(this.#bytes, BYTES, bytes, now);
    if (!isFine) this.close('flooding');
    return isFine;
  }

  /** One message after the other, in the order they came. How many may wait, the allowance bounds. */
  inTurn(run: () => Promise<void>): void {
    this.#turn = this.#turn.then(run);
  }

  /** Resolves when the bytes are handed to the system, so that whoever tells much can wait. */
  tell(told: Told): Promise<void> {
    if (this.isClosed) return Promise.resolve();
    if (this.socket.bufferedAmount > MOST_UNSENT) {
      this.close('slow');
      return Promise.resolve();
    }
    return new Promise((resolve) => this.socket.send(JSON.stringify(told), () => resolve()));
  }

  close(why: keyof typeof CLOSE): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.socket.close(CLOSE[why], why);
    // A close frame does not reach who has stopped reading, nor stop who floods.
    if (why === 'slow' || why === 'flooding' || why === 'silent') this.socket.terminate();
  }
}
