// The resources of one personality: the shared seed below, its own changes above, one transaction at a time.
// A change counts when the journal has it. Must not know HTTP, access or how a search is written.
import type { Resource } from '@medplum/fhirtypes';
import type { SandboxSeed } from '#server/sandbox/contract';
import { lockFolder } from './folder-lock.ts';
import { openJournal } from './journal.ts';
import type { Change, Version, WrittenBy } from './layer.ts';
import { Layer } from './layer.ts';
import { notStored } from './outcomes.ts';

/** What a transaction may do. Its own changes are visible to it at once, to others when it is over. */
export interface Draft {
  readonly layers: readonly Layer[];
  /** Stores the resource (its id is set) as the next version and gives it back with that version. */
  put(resource: Resource & { id: string }, by?: WrittenBy): Resource;
  remove(type: string, id: string, by?: WrittenBy): void;
}

/** Resources of one personality. */
export interface Partition {
  /** Lowest first: seed, changes. */
  readonly layers: readonly Layer[];
  /** Everything that was ever accepted, in order: what tests hold an app's claims against. */
  readonly accepted: readonly Change[];
  /** Runs alone among writers; when `work` throws, nothing has happened. */
  transact<T>(work: (draft: Draft) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface PartitionOptions {
  readonly seed: SandboxSeed;
  readonly folder: string;
  readonly now: () => Date;
  /** Told the reason when the disk refuses a change. */
  readonly onDiskFailure: (error: unknown) => void;
}

/** Current version of a resource; a deletion is a version too. */
export function latestVersion(layers: readonly Layer[], type: string, id: string): Version | undefined {
  for (let depth = layers.length - 1; depth >= 0; depth -= 1) {
    const versions = layers[depth]?.versionsOf(type, id);
    if (versions) {
      return versions.at(-1);
    }
  }
  return undefined;
}

/** Every version of a resource, newest first. */
export function allVersions(layers: readonly Layer[], type: string, id: string): Version[] {
  return layers.flatMap((layer) => layer.versionsOf(type, id) ?? []).reverse();
}

const seedLayers = new WeakMap<SandboxSeed, Layer>();

/** The seed as a layer, built once however many partitions stand on it; its resources cannot be changed. */
function layerOfSeed(seed: SandboxSeed, now: Date): Layer {
  const known = seedLayers.get(seed);
  if (known) {
    return known;
  }
  const layer = new Layer();
  for (const resource of seed.resources) {
    const versionId = resource.meta?.versionId ?? '1';
    const lastUpdated = resource.meta?.lastUpdated ?? now.toISOString();
    const stored = freeze({ ...resource, meta: { ...resource.meta, versionId, lastUpdated } });
    layer.add({
      type: resource.resourceType,
      id: resource.id ?? '',
      versionId,
      lastUpdated,
      resource: stored,
    });
  }
  seedLayers.set(seed, layer);
  return layer;
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(freeze);
  }
  return value;
}

/** Opens a partition: takes the folder, reads its journal. Throws where another process holds the folder. */
export async function openPartition(options: PartitionOptions): Promise<Partition> {
  const lock = await lockFolder(options.folder);
  const changes = new Layer();
  const layers = [layerOfSeed(options.seed, options.now()), changes];
  const accepted: Change[] = [];
  const take = (change: Change) => {
    changes.add(change);
    accepted.push(change);
  };
  const journal = await openJournal(options.folder, (change) =>
    take(change.resource ? { ...change, resource: freeze(change.resource) } : change),
  ).catch(async (error: unknown) => {
    await lock.release();
    throw error;
  });
  let queue: Promise<unknown> = Promise.resolve();

  async function runAlone<T>(work: (draft: Draft) => Promise<T>): Promise<T> {
    const { draft, added } = openDraft(layers, options.now);
    const result = await work(draft);
    if (added.length > 0) {
      try {
        await journal.append(added);
      } catch (error) {
        options.onDiskFailure(error);
        throw notStored();
      }
      for (const change of added) {
        take(change);
      }
    }
    return result;
  }

  return {
    layers,
    accepted,
    transact(work) {
      const turn = queue.then(() => runAlone(work));
      queue = turn.catch(() => undefined);
      return turn;
    },
    async close() {
      await queue;
      await journal.close();
      await lock.release();
    },
  };
}

function openDraft(layers: readonly Layer[], now: () => Date): { draft: Draft; added: Change[] } {
  const sheet = new Layer();
  const added: Change[] = [];
  const all = [...layers, sheet];
  const add = (type: string, id: string, by?: WrittenBy, resource?: Resource): Resource | undefined => {
    const before = latestVersion(all, type, id)?.versionId;
    const versionId = String((Number(before ?? 0) || 0) + 1);
    const lastUpdated = now().toISOString();
    const stored = resource && freeze({ ...resource, meta: { ...resource.meta, versionId, lastUpdated } });
    const change: Change = {
      ...{ type, id, versionId, lastUpdated },
      ...(stored ? { resource: stored } : {}),
      ...(by ? { by } : {}),
    };
    sheet.add(change);
    added.push(change);
    return stored;
  };
  const draft: Draft = {
    layers: all,
    put: (resource, by) => add(resource.resourceType, resource.id, by, resource) ?? resource,
    remove: (type, id, by) => void add(type, id, by),
  };
  return { draft, added };
}
