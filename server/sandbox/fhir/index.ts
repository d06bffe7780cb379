// The sandbox EHR's FHIR R4 server, one per personality: seed below, own changes above, access by token. Must
// not know how tokens are made or who looks at the launch pad.
import { join } from 'node:path';
import { parseSearchRequest } from '@medplum/core';
import type { RequestHandler } from 'express';
import type {
  AcceptedWrite,
  PartitionReader,
  PersonalityName,
  SandboxSeed,
  VerifyToken,
} from '#server/sandbox/contract';
import { searchLag } from '#server/sandbox/faults';
import { FULL_ACCESS, readAccess } from './access.ts';
import { buildCapabilityStatement } from './capability-statement.ts';
import { readCompartments } from './compartment.ts';
import { buildCondition } from './conditions.ts';
import { loadDefinitions } from './definitions.ts';
import type { FhirLog } from './http-handler.ts';
import { buildHandler, faultName } from './http-handler.ts';
import { latestVersion, openPartition } from './partition.ts';
import { SandboxRepository } from './repository.ts';
import { buildTable, listUnservedTypes } from './resource-table.ts';
import { buildRouter } from './routes.ts';
import { findMatches } from './search-engine.ts';

export type { Trait, TraitId } from './personality-traits.ts';
export { FHIR_TRAITS } from './personality-traits.ts';
export type { WriteTrait, WriteTraitId } from './write-traits.ts';
export { WRITE_TRAITS } from './write-traits.ts';
export type { FhirLog };

export interface FhirServerOptions {
  readonly personality: PersonalityName;
  /** FHIR base as clients see it, e.g. `http://127.0.0.1:8081/epic/fhir`. */
  readonly baseUrl: string;
  /** Shared by the partitions; its resources are frozen. */
  readonly seed: SandboxSeed;
  /** The personality's changes are kept in a folder of its name below this one. */
  readonly dataFolder: string;
  readonly verifyToken: VerifyToken;
  readonly log: FhirLog;
  readonly now?: () => Date;
}

export interface FhirServer {
  /** To be mounted at the path of `baseUrl`; leaves `.well-known/…` to the next handler. */
  readonly handle: RequestHandler;
  /** What was accepted from apps, in order; it survives restarts. */
  accepted(): AcceptedWrite[];
  /** Unrestricted reading for the sandbox's own pages. */
  readonly reader: PartitionReader;
  /** Waits for the last change to be on the disk and frees the folder. */
  close(): Promise<void>;
}

/** Opens a partition and serves it. Throws where another process holds the folder or its journal is damaged. */
export async function createFhirServer(options: FhirServerOptions): Promise<FhirServer> {
  const { personality, seed, log } = options;
  const now = options.now ?? (() => new Date());
  const baseUrl = options.baseUrl.replace(/\/+$/, '');
  const definitions = await loadDefinitions();
  const table = buildTable(personality);
  const servedTypes = new Set(table.rows.keys());
  const patientsOf = readCompartments(definitions);
  const onFault = (error: unknown): void =>
    log.error({ personality, stack: faultName(error) }, 'fhir server fault');
  const partition = await openPartition({
    seed,
    folder: join(options.dataFolder, personality),
    now,
    onDiskFailure: onFault,
  });
  const unserved = listUnservedTypes(partition.layers[0]?.typesHeld() ?? []);
  if (unserved.length > 0)
    log.warn(
      { personality, count: unserved.length },
      `the seed holds types that are not served: ${unserved.join(' ')}`,
    );
  const binaryOwners = (id: string) =>
    (['DocumentReference', 'DiagnosticReport'] as const).flatMap((type) => {
      const condition = buildCondition(type, { code: '_attachment', operator: 'eq', value: `Binary/${id}` });
      return findMatches(partition.layers, type, [condition]);
    });
  const needs = { partition, definitions, baseUrl, servedTypes, now };
  const accessNeeds = { people: seed.people, types: servedTypes, patientsOf, binaryOwners };
  const insider = new SandboxRepository({ ...needs, access: FULL_ACCESS });
  return {
    handle: buildHandler({
      personality,
      baseUrl,
      router: buildRouter({ table, baseUrl, onFault }),
      capability: buildCapabilityStatement(table, baseUrl, now().toISOString()),
      verifyToken: options.verifyToken,
      repositoryFor: (context) =>
        new SandboxRepository({
          ...needs,
          searchLag,
          bearer: context,
          access: readAccess(accessNeeds, context),
        }),
      log,
      now,
    }),
    accepted: () =>
      partition.accepted.flatMap(({ by, lastUpdated, ...change }, at) =>
        by ? [{ number: at + 1, at: lastUpdated, personality, ...by, ...change }] : [],
      ),
    reader: {
      read: async (type, id) => latestVersion(partition.layers, type, id)?.resource,
      async search(query) {
        const { bundle } = await insider.searchPage(parseSearchRequest(query), false);
        return (bundle.entry ?? []).flatMap((entry) => entry.resource ?? []);
      },
    },
    close: () => partition.close(),
  };
}
