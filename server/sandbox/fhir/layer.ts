// One sheet of resources with its indexes: the seed, the changes over it, or an open transaction. Sheets
// lie on one another; the upper one hides what the lower one has. Must not know disks, queries or access.
import type { Resource } from '@medplum/fhirtypes';
import { readIndexValues } from './index-values.ts';
import { ParamIndex } from './param-index.ts';

/** One version of one resource; without `resource` it is a deletion. */
export interface Version {
  readonly versionId: string;
  /** FHIR instant. */
  readonly lastUpdated: string;
  readonly resource?: Resource;
}

/** Which app wrote it, and under which transaction of its own. */
export interface WrittenBy {
  readonly client: string;
  readonly transactionId?: string;
}

/** A change as it is stored and merged. */
export interface Change extends Version {
  readonly type: string;
  readonly id: string;
  readonly by?: WrittenBy;
}

/** Resources by type and id, all their versions (oldest first), and the indexes asked for so far. */
export class Layer {
  private readonly types = new Map<string, Map<string, Version[]>>();
  private readonly indexes = new Map<string, Map<string, ParamIndex>>();

  add(change: Change): void {
    const { type, id, by: _by, ...version } = change;
    let byId = this.types.get(type);
    if (!byId) {
      byId = new Map();
      this.types.set(type, byId);
    }
    const versions = byId.get(id);
    if (versions) {
      versions.push(version);
    } else {
      byId.set(id, [version]);
    }
    for (const [param, index] of this.indexes.get(type) ?? []) {
      index.set(id, version.resource ? readIndexValues(version.resource, param) : []);
    }
  }

  /** Versions this layer has, oldest first; undefined where it says nothing of the resource. */
  versionsOf(type: string, id: string): readonly Version[] | undefined {
    return this.types.get(type)?.get(id);
  }

  has(type: string, id: string): boolean {
    return this.types.get(type)?.has(id) ?? false;
  }

  idsOf(type: string): Iterable<string> {
    return this.types.get(type)?.keys() ?? [];
  }

  countOf(type: string): number {
    return this.types.get(type)?.size ?? 0;
  }

  typesHeld(): string[] {
    return [...this.types.keys()];
  }

  /** Index of a parameter, built on first use. */
  index(type: string, param: string): ParamIndex {
    let ofType = this.indexes.get(type);
    if (!ofType) {
      ofType = new Map();
      this.indexes.set(type, ofType);
    }
    let index = ofType.get(param);
    if (!index) {
      index = new ParamIndex();
      for (const [id, versions] of this.types.get(type) ?? []) {
        const resource = versions.at(-1)?.resource;
        if (resource) {
          index.set(id, readIndexValues(resource, param));
        }
      }
      ofType.set(param, index);
    }
    return index;
  }
}
