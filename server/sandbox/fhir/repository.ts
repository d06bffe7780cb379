// What medplum's router and batch processor work on: one bearer's view of one partition. Every read, search
// and write is judged by the bearer's access here, so no inner request of a batch gets past it.
import type { Operation, SearchRequest, WithId } from '@medplum/core';
import {
  applyPatch,
  deepClone,
  fhirpathPatchTypedValue,
  generateId,
  OperationOutcomeError,
  parseFhirPathPatchParameters,
  toTypedValue,
} from '@medplum/core';
import type { CreateResourceOptions, TransactionOptions, UpdateResourceOptions } from '@medplum/fhir-router';
import { FhirRepository, getExtraEntries } from '@medplum/fhir-router';
import type { Bundle, BundleEntry, Parameters, Reference, Resource } from '@medplum/fhirtypes';
import type { AccessContext } from '#server/sandbox/contract';
import type { Access, Permission } from './access.ts';
import type { BearerView } from './bearer-view.ts';
import { findLive, findPlace, listVisible } from './bearer-view.ts';
import { buildCondition } from './conditions.ts';
import type { Definitions } from './definitions.ts';
import { buildHistory } from './history-bundle.ts';
import { normalizeReference } from './index-values.ts';
import type { Layer, Version, WrittenBy } from './layer.ts';
import {
  badInput,
  badQuery,
  noLongerThere,
  noScope,
  notAllowed,
  notThere,
  otherVersion,
} from './outcomes.ts';
import type { Draft, Partition } from './partition.ts';
import { allVersions, latestVersion } from './partition.ts';
import type { Page } from './search-engine.ts';
import { cutPage, findMatches } from './search-engine.ts';
import { checkResource } from './validation.ts';

const DEFAULT_COUNT = 50;
/** A page is never larger, whatever `_count` says. */
export const MOST_PER_PAGE = 1000;

export interface RepositoryNeeds {
  readonly partition: Partition;
  readonly definitions: Definitions;
  readonly access: Access;
  /** FHIR base, without a slash at the end. */
  readonly baseUrl: string;
  readonly servedTypes: ReadonlySet<string>;
  /** Absent: the sandbox itself. */
  readonly bearer?: AccessContext;
  /** Searches do not find what was written within these seconds. */
  readonly searchLag?: () => number;
  readonly now?: () => Date;
}

type Stored<T extends Resource> = Promise<WithId<T>>;

/** One bearer's view of a partition; inside a transaction, of its draft. */
export class SandboxRepository extends FhirRepository {
  private readonly needs: RepositoryNeeds;
  private readonly draft: Draft | undefined;

  constructor(needs: RepositoryNeeds, draft?: Draft) {
    super();
    this.needs = needs;
    this.draft = draft;
  }

  get access(): Access {
    return this.needs.access;
  }

  private get layers(): readonly Layer[] {
    return this.draft?.layers ?? this.needs.partition.layers;
  }

  private get view(): BearerView {
    return { layers: this.layers, access: this.access, servedTypes: this.needs.servedTypes };
  }

  setMode(): void {
    // one copy of the data: reader and writer are the same
  }

  generateId(): string {
    return generateId();
  }

  withTransaction<R>(work: (repo: this) => Promise<R>, _options?: TransactionOptions): Promise<R> {
    return this.draft
      ? work(this)
      : this.needs.partition.transact((draft) => work(new SandboxRepository(this.needs, draft) as this));
  }

  async readResource<T extends Resource>(type: string, id: string): Stored<T> {
    return findLive(this.view, type, id, ['r']) as WithId<T>;
  }

  async readReference<T extends Resource>(reference: Reference<T>): Stored<T> {
    const [type, id, more] = normalizeReference(reference.reference ?? '').split('/');
    if (!type || !id || more !== undefined) {
      throw badInput('The reference names no resource of this server');
    }
    return findLive(this.view, type, id, ['r', 's']) as WithId<T>;
  }

  readReferences<T extends Resource>(references: readonly Reference<T>[]): Promise<(T | Error)[]> {
    return Promise.all(
      references.map((each) =>
        this.readReference<T>(each).catch((error: unknown) => {
          if (error instanceof OperationOutcomeError) {
            return error;
          }
          throw error;
        }),
      ),
    ) as Promise<(T | Error)[]>;
  }

  async readVersion<T extends Resource>(type: string, id: string, versionId: string): Stored<T> {
    const versions = listVisible(this.view, type, id);
    const version = versions.find((each) => each.versionId === versionId);
    if (!version) {
      throw notThere();
    }
    if (!version.resource) {
      throw noLongerThere();
    }
    return version.resource as WithId<T>;
  }

  async readHistory<T extends Resource>(
    type: string,
    id: string,
    options?: { offset?: number; limit?: number },
  ): Promise<Bundle<WithId<T>>> {
    const versions = listVisible(this.view, type, id);
    return buildHistory(this.needs.baseUrl, type, id, versions, options) as Bundle<WithId<T>>;
  }

  createResource<T extends Resource>(resource: T, options?: CreateResourceOptions): Stored<T> {
    return this.withTransaction(async (repo) => {
      const id = options?.assignedId && resource.id ? resource.id : this.generateId();
      return repo.store({ ...resource, id }, ['c']) as WithId<T>;
    });
  }

  get bearer(): AccessContext | undefined {
    return this.needs.bearer;
  }

  /** What is stored now, whoever may see it: for rules, never for an answer. */
  peek(type: string, id: string): Resource | undefined {
    return latestVersion(this.layers, type, id)?.resource;
  }

  peekAll(type: string): Resource[] {
    return findMatches(this.layers, type, []);
  }

  /** Was a transaction of this name taken before, by any app? */
  hasTaken(transactionId: string): boolean {
    return this.needs.partition.accepted.some(({ by }) => by?.transactionId === transactionId);
  }

  /** One transaction by its name, once: look and write are one step. */
  createOnce(transactionId: string, build: () => Resource): Promise<Resource> {
    return this.withTransaction(async (repo) =>
      repo.store({ ...build(), id: repo.generateId() }, ['c'], transactionId),
    );
  }

  updateResource<T extends Resource>(resource: T, options?: UpdateResourceOptions): Stored<T> {
    return this.withTransaction(async (repo) => {
      const { resourceType: type, id = '' } = resource;
      if (!/^[A-Za-z0-9.-]{1,64}$/.test(id)) {
        throw badInput('The id is not one FHIR allows');
      }
      const before = latestVersion(repo.layers, type, id);
      if (before?.resource && !repo.access.mayTouchThis(before.resource, 'u')) {
        throw notThere();
      }
      repo.checkVersion(before, options?.ifMatch);
      return repo.store({ ...resource, id }, [before?.resource ? 'u' : 'c', 'u']) as WithId<T>;
    });
  }

  patchResource<T extends Resource>(
    type: T['resourceType'],
    id: string,
    patch: Operation[] | Parameters,
    options?: UpdateResourceOptions,
  ): Stored<T> {
    return this.withTransaction(async (repo) => {
      const patched = deepClone(findLive(repo.view, type, id, ['u'])) as T;
      if (Array.isArray(patch)) {
        if (applyPatch(patched, patch).some(Boolean)) {
          throw badInput('The patch does not fit the resource');
        }
      } else {
        fhirpathPatchTypedValue(toTypedValue(patched), parseFhirPathPatchParameters(patch));
      }
      if (patched.resourceType !== type || patched.id !== id) {
        throw badInput('A patch may not change the type or the id');
      }
      return repo.updateResource(patched, options);
    });
  }

  deleteResource(type: string, id: string, options?: UpdateResourceOptions): Promise<void> {
    return this.withTransaction(async (repo) => {
      const before = latestVersion(repo.layers, type, id);
      if (before && !before.resource) {
        return;
      }
      findLive(repo.view, type, id, ['d']);
      repo.checkVersion(before, options?.ifMatch);
      repo.draft?.remove(type, id, repo.by());
    });
  }

  /** Medplum's way in, for conditions and inclusions. A condition without a parameter would fit everything. */
  async search<T extends Resource>(request: SearchRequest<T>): Promise<Bundle<WithId<T>>> {
    if (!request.filters?.length) {
      throw badQuery('A conditional request needs search parameters');
    }
    const { bundle } = await this.searchPage(request, false);
    return bundle as Bundle<WithId<T>>;
  }

  searchByReference<T extends Resource>(): Promise<Record<string, WithId<T>[]>> {
    return Promise.reject(notAllowed('GraphQL is not served'));
  }

  /** A search set without links, and the version the page ends with if there is a next one. */
  async searchPage(
    request: SearchRequest,
    repeatLast: boolean,
  ): Promise<{ bundle: Bundle; last: Page['last'] }> {
    const { resourceType: type } = request;
    if (!this.needs.servedTypes.has(type)) {
      throw notThere();
    }
    if (!this.access.mayTouch(type, 's')) {
      throw noScope(`No scope to search ${type}`);
    }
    const conditions = (request.filters ?? []).map((filter) => buildCondition(type, filter));
    const fitting = findMatches(this.layers, type, conditions).flatMap((each) => this.asIndexed(each));
    const matches = this.access.mayTouchAll(type, 's')
      ? fitting
      : fitting.filter((each) => this.access.mayTouchThis(each, 's'));
    const sort = (request.sortRules ?? []).map(({ code, descending }) => ({
      code,
      descending: descending ?? false,
    }));
    const count = Math.min(request.count ?? DEFAULT_COUNT, MOST_PER_PAGE);
    const page = cutPage(matches, sort, count, findPlace(this.view, type, request.cursor), repeatLast);
    const entry = page.resources.map((resource) => this.entryOf(resource, 'match'));
    if (request.include || request.revInclude) {
      const resources = [...page.resources];
      await getExtraEntries(this, request, resources, entry, {
        maxResults: 10 * MOST_PER_PAGE,
        fullUrl: (includedType, id) => `${this.needs.baseUrl}/${includedType}/${id}`,
        executeSearch: (inner) => this.searchIncluded(inner),
      });
    }
    const bundle: Bundle = {
      resourceType: 'Bundle',
      type: 'searchset',
      ...(request.total === 'none' ? {} : { total: page.total }),
      ...(entry.length > 0 ? { entry } : {}),
    };
    return { bundle, last: page.last };
  }

  /** Inclusions of a type the bearer may not search are left out, as SMART's servers do; they are no error. */
  private async searchIncluded(request: SearchRequest): Promise<WithId<Resource>[]> {
    return this.access.mayTouch(request.resourceType, 's') ? this.searchResources(request) : [];
  }

  private entryOf(resource: Resource, mode: 'match' | 'include'): BundleEntry {
    const fullUrl = `${this.needs.baseUrl}/${resource.resourceType}/${resource.id}`;
    return { fullUrl, resource, search: { mode } };
  }

  private by(transactionId?: string): WrittenBy | undefined {
    const client = this.needs.bearer?.clientId;
    return client === undefined
      ? undefined
      : { client, ...(transactionId !== undefined && { transactionId }) };
  }

  /** As a search knows it that lags behind: the version before, or nothing. */
  private asIndexed(resource: Resource): Resource[] {
    const lag = this.needs.searchLag?.() ?? 0;
    if (lag === 0) return [resource];
    const seenUntil = (this.needs.now?.() ?? new Date()).getTime() - lag * 1000;
    const versions = allVersions(this.layers, resource.resourceType, resource.id ?? '');
    const known = versions.find((each) => Date.parse(each.lastUpdated) <= seenUntil);
    return known?.resource ? [known.resource] : [];
  }

  private checkVersion(current: Version | undefined, ifMatch: string | undefined): void {
    if (ifMatch !== undefined && current?.versionId !== ifMatch) {
      throw otherVersion();
    }
  }

  /** Checks and stores. Any one of the permissions has to reach the resource as it will be. */
  private store(
    resource: Resource & { id: string },
    permissions: readonly Permission[],
    transactionId?: string,
  ): Resource {
    checkResource(resource, this.needs.definitions);
    if (!permissions.some((permission) => this.access.mayTouchThis(resource, permission))) {
      throw noScope(`No scope to write this ${resource.resourceType}`);
    }
    return this.draft?.put(resource, this.by(transactionId)) ?? resource;
  }
}
