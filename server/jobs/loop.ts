// A loop over work that lies in the database: woken by a notification, by the clock, or by a place that became free.
// Which work there is and how it is leased is the claimer's; here it is only begun, a few at a time, and waited for.
import type { Database } from '#server/db';
import type { Log } from '#server/http';

export interface LoopNeeds<Job> {
  database: Pick<Database, 'listen'>;
  /** Woken by any notification on it. */
  channel: string;
  /** At most this many at once. */
  parallel: number;
  /** Leases up to `most` jobs that are due; an empty list when there are none. */
  claim(most: number): Promise<Job[]>;
  /** What it throws is logged without its words; the lease's end brings the job back. */
  run(job: Job): Promise<void>;
  log: Log;
}

export interface Loop {
  wake(): void;
  /** Until nothing is due and nothing runs: for tests, and for who must see the end of it. */
  settle(): Promise<void>;
  /** Takes nothing new and waits for what runs. */
  close(): Promise<void>;
}

/** Notifications may be lost with a connection; what is due later has none. */
const LOOK_MS = 1_000;

export async function createLoop<Job>(needs: LoopNeeds<Job>): Promise<Loop> {
  const running = new Set<Promise<void>>();
  let looking: Promise<number> | null = null;
  let isAskedAgain = false;
  let isClosed = false;

  function begin(job: Job): void {
    const run = needs
      .run(job)
      .catch((cause: unknown) => {
        needs.log.error({ code: codeOf(cause) }, 'a job failed; it will be taken up again');
      })
      .finally(() => {
        running.delete(run);
        wake();
      });
    running.add(run);
  }

  /** How many were begun. */
  async function look(): Promise<number> {
    let begun = 0;
    do {
      isAskedAgain = false;
      const room = needs.parallel - running.size;
      if (isClosed || room <= 0) break;
      const jobs = await needs.claim(room);
      begun += jobs.length;
      for (const job of jobs) begin(job);
    } while (isAskedAgain);
    return begun;
  }

  function lookOnce(): Promise<number> {
    if (looking) {
      isAskedAgain = true;
      return looking;
    }
    looking = look()
      .catch((cause: unknown) => {
        needs.log.warn({ code: codeOf(cause) }, 'work could not be looked for; it will be tried again');
        return 0;
      })
      .finally(() => {
        looking = null;
      });
    return looking;
  }

  function wake(): void {
    if (!isClosed) void lookOnce();
  }

  const stopListening = await needs.database.listen(needs.channel, wake);
  const timer = setInterval(wake, LOOK_MS);
  timer.unref();
  wake();

  return {
    wake,
    async settle() {
      for (;;) {
        const begun = await lookOnce();
        if (running.size === 0 && begun === 0 && !looking) return;
        await Promise.allSettled([...running]);
      }
    },
    async close() {
      isClosed = true;
      clearInterval(timer);
      await stopListening();
      await looking;
      await Promise.allSettled([...running]);
    },
  };
}

/** A failed query quotes its parameters: only its name is fit for a log. */
function codeOf(cause: unknown): string {
  return cause instanceof Error ? ((cause as { code?: string }).code ?? cause.name) : 'unknown';
}
