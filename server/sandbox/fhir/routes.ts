// The routes of the server: medplum's router, cut down to the table and guarded at every route, so that a
// request inside a batch is judged like one of its own. Must not know sockets, headers' text or tokens.
import { allOk, created, OperationOutcomeError, parseSearchRequest } from '@medplum/core';
import type {
  FhirRequest,
  FhirResponse,
  FhirRouteHandler,
  FhirRouteOptions,
  RestInteraction,
} from '@medplum/fhir-router';
import { FhirRouter } from '@medplum/fhir-router';
import type { Bundle } from '@medplum/fhirtypes';
import type { Permission } from './access.ts';
import { readCharge } from './charge-operation.ts';
import {
  badInput,
  badQuery,
  noScope,
  notAllowed,
  notThere,
  serverError,
  statusOf,
  transactionSeen,
  unknownType,
  versionClash,
  versionMissing,
} from './outcomes.ts';
import { SandboxRepository } from './repository.ts';
import type { Interaction, ServedTable, TypeRow } from './resource-table.ts';
import { answerSearch } from './search-answer.ts';
import { checkQuery } from './search-query.ts';
import { judgeWrite } from './write-rules.ts';

const PERMISSION: Readonly<Record<Interaction, Permission>> = {
  read: 'r',
  vread: 'r',
  'history-instance': 'r',
  'search-type': 's',
  create: 'c',
  update: 'u',
  patch: 'u',
  delete: 'd',
};
const READ_PARAMS = new Set(['_format', '_pretty', '_elements', '_summary']);

export interface RouterNeeds {
  readonly table: ServedTable;
  readonly baseUrl: string;
  /** Told of every fault that is ours. */
  readonly onFault: (error: unknown) => void;
}

/** Router over the table. Its handlers expect a SandboxRepository. */
export function buildRouter(needs: RouterNeeds): FhirRouter {
  const router = new FhirRouter();
  const { routes } = router.router;
  const kept = routes.filter((route) => {
    const interaction = route.data?.interaction;
    return isServed(interaction) || (interaction === 'batch' && route.path.length === 0);
  });
  for (const route of kept) {
    route.handler = guard(needs, route.data?.interaction as RestInteraction, route.handler);
  }
  routes.splice(0, routes.length, ...kept);
  const charge = guarded(needs, (req, repo) => answerCharge(needs.table, req, repo));
  router.add('POST', '/ChargeItem/$create', charge, 'operation');
  return router;
}

function isServed(interaction: RestInteraction | undefined): interaction is Interaction {
  return interaction !== undefined && Object.hasOwn(PERMISSION, interaction);
}

/** Every fault that is ours becomes the one answer that says so. */
function guarded(
  needs: RouterNeeds,
  inner: (req: FhirRequest, repo: SandboxRepository) => Promise<FhirResponse>,
): FhirRouteHandler {
  return async (req, repo) => {
    try {
      if (!(repo instanceof SandboxRepository))
        throw new Error('The routes need the repository of the sandbox');
      return await inner(req, repo);
    } catch (error) {
      if (error instanceof OperationOutcomeError) throw error;
      needs.onFault(error);
      throw serverError();
    }
  };
}

async function answerCharge(
  table: ServedTable,
  req: FhirRequest,
  repo: SandboxRepository,
): Promise<FhirResponse> {
  if (!table.rows.get('ChargeItem')?.operations.includes('create'))
    throw notAllowed('This operation is not served');
  if (!repo.access.mayTouch('ChargeItem', 'c')) throw noScope('No scope for create on ChargeItem');
  const { transactionId, charge } = readCharge(req.body, (id) => repo.hasTaken(id));
  await repo.createOnce(transactionId, () => {
    if (repo.hasTaken(transactionId)) throw transactionSeen();
    return charge;
  });
  return [allOk];
}

/** The body as the personality stores it; what it refuses is thrown. */
function judge(
  table: ServedTable,
  interaction: Interaction,
  req: FhirRequest,
  repo: SandboxRepository,
): void {
  const { resourceType: type = '', id } = req.params;
  if (!['create', 'update', 'patch'].includes(interaction)) return;
  const current = id === undefined ? undefined : repo.peek(type, id);
  if (table.personality === 'oracle' && interaction !== 'create') {
    const wanted = /^(?:W\/)?"([^"]+)"$/.exec(String(req.headers?.['if-match'] ?? ''))?.[1];
    if (!current) throw notThere();
    if (wanted === undefined) throw versionMissing();
    if (wanted !== current.meta?.versionId) throw versionClash();
  }
  req.body = judgeWrite(table.personality, {
    ...{ interaction, type, body: req.body, bearer: repo.bearer, current },
    find: (one, other) => repo.peek(one, other),
    isOnFile: (one, { system, value }) =>
      repo
        .peekAll(one)
        .some((each) =>
          ((each as { identifier?: { system?: string; value?: string }[] }).identifier ?? []).some(
            (known) => known.value === value && known.system === system,
          ),
        ),
  });
}

function guard(needs: RouterNeeds, interaction: RestInteraction, inner: FhirRouteHandler): FhirRouteHandler {
  return async (req, repo, router, options) => {
    try {
      if (!(repo instanceof SandboxRepository)) {
        throw new Error('The routes need the repository of the sandbox');
      }
      if (interaction === 'batch') {
        return await answerBatch(needs, req, () => inner(req, repo, router, options), options);
      }
      const row = admit(needs.table, interaction as Interaction, req, repo);
      if (interaction === 'search-type') {
        return [allOk, await answerSearch(needs, row, req, repo)];
      }
      judge(needs.table, interaction as Interaction, req, repo);
      return withStatus(interaction, await inner(req, repo, router, options));
    } catch (error) {
      if (error instanceof OperationOutcomeError) {
        throw error;
      }
      if (error instanceof SyntaxError) {
        throw badInput('Part of the request is not JSON');
      }
      needs.onFault(error);
      throw serverError();
    }
  };
}

/** The row of the type, once the table and the bearer's scopes allow the interaction. */
function admit(
  table: ServedTable,
  interaction: Interaction,
  req: FhirRequest,
  repo: SandboxRepository,
): TypeRow {
  const { resourceType: type = '', id } = req.params;
  const row = table.rows.get(type);
  if (!row) {
    throw unknownType(/^[A-Z][A-Za-z]{1,40}$/.test(type) ? type : 'asked for');
  }
  if (!row.interactions.includes(interaction)) {
    throw notAllowed(`${interaction} is not served on ${type}`);
  }
  const permission = PERMISSION[interaction];
  if (!repo.access.mayTouch(type, permission)) {
    throw noScope(`No scope for ${interaction} on ${type}`);
  }
  checkParameters(table, interaction, row, req, id !== undefined);
  checkIfMatch(req);
  return row;
}

function checkParameters(
  table: ServedTable,
  interaction: Interaction,
  row: TypeRow,
  req: FhirRequest,
  hasId: boolean,
): void {
  const names = Object.keys(req.query);
  const condition = req.headers?.['if-none-exist'];
  if (interaction === 'create' && condition !== undefined) {
    checkCondition(table, row, [condition].flat().join('&'));
  }
  if (interaction === 'search-type') {
    return;
  }
  if (!hasId && interaction !== 'create') {
    checkCondition(table, row, names.length === 0 ? '' : String(new URLSearchParams(flatten(req.query))));
    return;
  }
  const allowed =
    interaction === 'history-instance' ? new Set(['_count', '_offset', '_format']) : READ_PARAMS;
  const unknown = names.find((name) => !allowed.has(name));
  if (unknown !== undefined) {
    throw badQuery(`${interaction} takes no such parameter`);
  }
}

/** Medplum's router drops an If-Match it cannot read, and would then overwrite what should be kept. */
function checkIfMatch(req: FhirRequest): void {
  const wanted = req.headers?.['if-match'];
  if (wanted !== undefined && !/^(W\/)?"[^",]+"$/.test(wanted)) {
    throw badInput('If-Match is one version, as in W/"3"');
  }
}

function flatten(query: FhirRequest['query']): [string, string][] {
  return Object.entries(query).flatMap(([key, value]) =>
    [value ?? ''].flat().map((each): [string, string] => [key, each]),
  );
}

/** A condition without a parameter would fit every resource of the type. */
function checkCondition(table: ServedTable, row: TypeRow, query: string): void {
  if (!table.takesConditional) {
    throw notAllowed('Conditional requests are not served');
  }
  const params = new URLSearchParams(query);
  const names = [...params.keys()];
  if (names.length === 0 || names.some((name) => !row.params.has(name.split(':')[0] ?? ''))) {
    throw badQuery(`A conditional request needs search parameters of ${row.type}`);
  }
  checkQuery(table.personality, row, Object.fromEntries(names.map((name) => [name, params.getAll(name)])));
  parseSearchRequest(`${row.type}?${query}`);
}

/** An update that made the resource is a creation. */
function withStatus(interaction: RestInteraction, response: FhirResponse): FhirResponse {
  const [outcome, resource, ...rest] = response;
  return interaction === 'update' && outcome.id === allOk.id && resource?.meta?.versionId === '1'
    ? ([created, resource, ...rest] as FhirResponse)
    : response;
}

async function answerBatch(
  needs: RouterNeeds,
  req: FhirRequest,
  run: () => Promise<FhirResponse>,
  options: FhirRouteOptions | undefined,
): Promise<FhirResponse> {
  const body = req.body as Bundle | undefined;
  if (!needs.table.takesBatch) {
    throw notAllowed('Neither batch nor transaction is served');
  }
  if (options?.batch || body?.resourceType !== 'Bundle' || !Array.isArray(body.entry)) {
    throw badInput('A batch is a Bundle with entries, and no entry of it is a batch');
  }
  const [outcome, bundle] = await run();
  for (const { response, resource } of (bundle as Bundle).entry ?? []) {
    if (response?.outcome) {
      const status = statusOf(response.outcome as Parameters<typeof statusOf>[0]);
      response.status = String(status);
      if (status < 400) {
        delete response.outcome;
      }
    }
    if (response && resource?.meta?.versionId && resource.resourceType !== 'Bundle') {
      response.etag = `W/"${resource.meta.versionId}"`;
      response.lastModified = resource.meta.lastUpdated ?? '';
    }
  }
  return [outcome, bundle as Bundle];
}
