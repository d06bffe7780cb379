import { describe, expect, it, vi } from 'vitest';
import { groupCommit } from './group-commit.ts';

const limits = { atOnce: 3, waiting: 10, patienceMs: 60_000 };

describe('groupCommit', () => {
  it('writes together what arrives together, never more than allowed, in order', async () => {
    const writes: number[][] = [];
    const group = groupCommit<number>(async (items) => void writes.push([...items]), limits);
    await Promise.all([1, 2, 3, 4, 5, 6, 7].map((item) => group.add(item)));
    expect(writes).toEqual([[1, 2, 3], [4, 5, 6], [7]]);
  });

  it('answers nobody before their own write, and collects meanwhile', async () => {
    const gates: PromiseWithResolvers<void>[] = [];
    const group = groupCommit<string>(() => {
      const gate = Promise.withResolvers<void>();
      gates.push(gate);
      return gate.promise;
    }, limits);
    const answered: string[] = [];
    const add = (item: string) => group.add(item).then(() => answered.push(item));
    const first = add('a');
    await vi.waitFor(() => expect(gates).toHaveLength(1));
    const later = [add('b'), add('c')];
    expect(answered).toEqual([]);
    gates[0]?.resolve();
    await first;
    await vi.waitFor(() => expect(gates).toHaveLength(2));
    expect(answered).toEqual(['a']);
    gates[1]?.resolve();
    await Promise.all(later);
    expect(answered).toEqual(['a', 'b', 'c']);
  });

  it('a failed write fails its own callers and nobody else', async () => {
    let fails = true;
    const group = groupCommit<number>(async () => {
      if (fails) throw new Error('disk full');
    }, limits);
    const failed = await Promise.allSettled([group.add(1), group.add(2)]);
    expect(failed.map((one) => one.status)).toEqual(['rejected', 'rejected']);
    fails = false;
    await expect(group.add(3)).resolves.toBeUndefined();
  });

  it('refuses when too many wait, and when it takes too long', async () => {
    const never = groupCommit<number>(() => new Promise(() => undefined), { ...limits, waiting: 2 });
    const waiting = [never.add(1), never.add(2)].map((one) => one.catch(() => undefined));
    await expect(never.add(3)).rejects.toThrow('too many');
    expect(waiting).toHaveLength(2);
    const slow = groupCommit<number>(() => new Promise(() => undefined), { ...limits, patienceMs: 5 });
    await expect(slow.add(1)).rejects.toThrow('not written in time');
  });

  it('settles when nothing waits', async () => {
    const done: number[] = [];
    const group = groupCommit<number>(async (items) => void done.push(...items), limits);
    await group.settled();
    for (let item = 0; item < 9; item++) void group.add(item);
    await group.settled();
    expect(done).toHaveLength(9);
  });
});
