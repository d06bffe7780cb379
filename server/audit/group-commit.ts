// Group commit: what arrives while one write is under way is written together by the next. Each caller is
// answered only after its own write is committed. It does not know what is written.

export interface GroupCommit<Item> {
  /** Resolves after the commit; rejects when it failed, took too long, or too many wait. */
  add(item: Item): Promise<void>;
  /** Resolves when nothing waits any more. */
  settled(): Promise<void>;
}

interface Waiting<Item> {
  item: Item;
  done: PromiseWithResolvers<void>;
  timer: NodeJS.Timeout;
}

export interface GroupLimits {
  /** Most items in one write. */
  atOnce: number;
  /** More waiting than this are refused at once: the store does not keep up. */
  waiting: number;
  /** A caller is told "no" after this time; its item may still be written. */
  patienceMs: number;
}

export function groupCommit<Item>(
  write: (items: readonly Item[]) => Promise<void>,
  limits: GroupLimits,
): GroupCommit<Item> {
  let queue: Waiting<Item>[] = [];
  let running: Promise<void> | null = null;

  async function drain(): Promise<void> {
    while (queue.length > 0) {
      const group = queue.slice(0, limits.atOnce);
      queue = queue.slice(limits.atOnce);
      try {
        await write(group.map(({ item }) => item));
        for (const { done } of group) done.resolve();
      } catch (error) {
        for (const { done } of group) done.reject(error);
      }
      for (const { timer } of group) clearTimeout(timer);
    }
    running = null;
  }

  return {
    add(item) {
      if (queue.length >= limits.waiting) return Promise.reject(new Error('too many wait to be written'));
      const done = Promise.withResolvers<void>();
      const timer = setTimeout(() => done.reject(new Error('not written in time')), limits.patienceMs);
      queue.push({ item, done, timer });
      // A turn of the event loop later, so that requests answered in the same turn share the write.
      running ??= new Promise<void>((resolve) => setImmediate(resolve)).then(drain);
      return done.promise;
    },
    settled: async () => {
      while (running) await running;
    },
  };
}
