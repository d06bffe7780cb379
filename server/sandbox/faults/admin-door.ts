// The admin door: an HTTP server on a loopback port of its own where tests and engineers lay faults, read the
// request log, mint launches, end tokens and register apps. Not for browsers: a request that a web page could
// have made is refused.
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import { z } from 'zod';
import {
  type AcceptedWrite,
  PERSONALITIES,
  type PersonalityName,
  type SandboxClient,
  type SandboxPerson,
} from '#server/sandbox/contract';
import { FaultInput } from './fault.ts';
import type { Faults } from './lay-faults.ts';

const LaunchInput = z.strictObject({
  personality: z.enum(PERSONALITIES).default('generic'),
  person: z.string(),
  patient: z.string().optional(),
  encounter: z.string().optional(),
  clientId: z.string().optional(),
  options: z
    .strictObject({
      needPatientBanner: z.boolean().optional(),
      withholdScopes: z.array(z.string()).optional(),
      scopeStyle: z.enum(['v1', 'v2']).optional(),
      noRefreshToken: z.boolean().optional(),
      noFhirUser: z.boolean().optional(),
      intent: z.string().optional(),
      expiresIn: z.int().min(1).max(300).optional(),
    })
    .optional(),
});

const ClientInput = z.strictObject({
  clientId: z.string().min(1),
  name: z.string().min(1),
  personalities: z.array(z.enum(PERSONALITIES)).optional(),
  persona: z.enum(['provider', 'patient']).optional(),
  auth: z.union([
    z.strictObject({ method: z.literal('private_key_jwt'), jwksUri: z.url() }),
    z.strictObject({
      method: z.literal('private_key_jwt'),
      jwks: z.object({ keys: z.array(z.record(z.string(), z.unknown())) }),
    }),
    z.strictObject({ method: z.literal('client_secret_basic'), secret: z.string().min(16) }),
    z.strictObject({ method: z.literal('none') }),
  ]),
  redirectUris: z.array(z.string()),
  backend: z.boolean().optional(),
  scopes: z.array(z.string()).optional(),
  persistentAccess: z.boolean().optional(),
});

const ExpireInput = z.strictObject({
  personality: z.enum(PERSONALITIES).default('generic'),
  what: z.enum(['access', 'refresh', 'all']).default('access'),
});

const LogOutInput = z.strictObject({
  personality: z.enum(PERSONALITIES).default('generic'),
  person: z.string(),
});

const WritesQuery = z.object({
  personality: z.enum(PERSONALITIES).default('generic'),
  since: z.coerce.number().int().min(0).default(0),
  type: z.string().optional(),
  patient: z.string().optional(),
});

function isAbout({ resource }: AcceptedWrite, patient: string): boolean {
  const { subject } = (resource ?? {}) as { subject?: { reference?: string } };
  return subject?.reference === `Patient/${patient}`;
}

export type LaunchInput = z.infer<typeof LaunchInput>;

/** What the door needs of the rest of the sandbox. */
export interface AdminNeeds {
  faults: Faults;
  /** Answers what an app is launched with, the whole address for Webside included. */
  mintLaunch(input: LaunchInput): { iss: string; launch: string; expiresIn: number; url: string };
  expireTokens(personality: PersonalityName, what: 'access' | 'refresh' | 'all'): number;
  logOut(personality: PersonalityName, person: string): void;
  registerClient(client: SandboxClient): void;
  listClients(personality: PersonalityName): SandboxClient[];
  /** What apps wrote and an EHR accepted, in order. */
  accepted(personality: PersonalityName): AcceptedWrite[];
  people: SandboxPerson[];
}

const WHAT_IT_DOES = {
  'GET /': 'this page (JSON, or text for a terminal)',
  'GET /faults': 'the faults that are laid',
  'POST /faults': 'lay one; the first example delays the next two token requests, see faultFields',
  'DELETE /faults': 'take all away; DELETE /faults/<id> takes one',
  'GET /log?since=<number>': 'requests the sandbox answered, in order; never tokens',
  'GET /counters?since=<number>&personality=<name>': 'token, discovery, authorize and FHIR requests, counted',
  'GET /writes?personality=<name>&since=<number>&type=<type>&patient=<id>':
    'ground truth: what apps wrote and the EHR accepted, in order, with the resource; survives restarts',
  'POST /launches':
    '{ personality, person, patient?, encounter?, clientId?, options? } → { iss, launch, expiresIn, url }',
  'POST /expire': '{ personality, what: access | refresh | all }: tokens that end now',
  'POST /log-out': '{ personality, person }: ends their EHR session and online access',
  'GET /clients?personality=<name>': 'registered apps, without secrets',
  'POST /clients': 'register an app; it is kept over restarts',
  'GET /people': 'log-ins',
};
const EXAMPLES = [
  { personality: 'generic', route: '/generic/oauth2/token', method: 'POST', delayMs: 2000, times: 2 },
  { route: '/fhir/Observation', lostScopes: ['Observation'] },
  { personality: 'epic', route: '/epic/fhir/**', drop: 'after', method: 'POST', times: 1 },
];

function describeDoor() {
  const fields = Object.entries(FaultInput.shape).map(([name, field]) => [name, field.description ?? '']);
  return { routes: WHAT_IT_DOES, faultFields: Object.fromEntries(fields), examples: EXAMPLES };
}

function describeDoorInText(): string {
  const { routes, faultFields, examples } = describeDoor();
  const table = (rows: object) => Object.entries(rows).map(([name, says]) => `  ${name.padEnd(50)} ${says}`);
  return [
    'Webside sandbox EHR: admin door (loopback only)',
    '',
    ...table(routes),
    '',
    'A fault may have:',
    ...table(faultFields),
    '',
    'Examples:',
    ...examples.map((example) => `  ${JSON.stringify(example)}`),
    '',
  ].join('\n');
}

/** A web page sends Origin or Sec-Fetch-Site, or a Host of its own; a tool on this machine does not. */
const toolsOnly: RequestHandler = (request, response, next) => {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '');
  const loopback = ['127.0.0.1', 'localhost', '[::1]'].includes(host);
  const page = request.headers.origin !== undefined || request.headers['sec-fetch-site'] === 'cross-site';
  if (loopback && !page) return next();
  response.status(403).json({ error: 'the admin door is for tools on this machine' });
};

const explain: ErrorRequestHandler = (error, _request, response, _next) => {
  const wrong = error instanceof z.ZodError || error?.statusCode === 400;
  const faults =
    error instanceof z.ZodError
      ? error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
      : [String(error?.message)];
  response.status(wrong ? 400 : 500).json({ error: wrong ? 'not understood' : 'failed', faults });
};

export function createAdminDoor(needs: AdminNeeds): express.Express {
  const door = express();
  door.disable('x-powered-by');
  door.use(toolsOnly, express.json({ limit: '1mb' }));
  door.get('/', (request, response) => {
    if (request.accepts(['text', 'json']) === 'json') response.json(describeDoor());
    else response.type('text/plain').send(describeDoorInText());
  });
  door.get('/faults', (_request, response) => {
    response.json(needs.faults.list());
  });
  door.post('/faults', (request, response) => {
    response.status(201).json(needs.faults.add(request.body));
  });
  door.delete(['/faults', '/faults/:id'], (request, response) => {
    response.json({ removed: needs.faults.remove(request.params.id?.toString()) });
  });
  door.get('/log', (request, response) => {
    response.json(needs.faults.log.since(Number(request.query.since) || 0));
  });
  door.get('/counters', (request, response) => {
    const personality = z.enum(PERSONALITIES).optional().parse(request.query.personality);
    response.json(needs.faults.log.count(Number(request.query.since) || 0, personality));
  });
  door.get('/writes', (request, response) => {
    const { personality, since, type, patient } = WritesQuery.parse(request.query);
    response.json(
      needs
        .accepted(personality)
        .filter((write) => write.number > since && (type === undefined || write.type === type))
        .filter((write) => patient === undefined || isAbout(write, patient)),
    );
  });
  door.post('/launches', (request, response) => {
    response.status(201).json(needs.mintLaunch(LaunchInput.parse(request.body)));
  });
  door.post('/expire', (request, response) => {
    const { personality, what } = ExpireInput.parse(request.body);
    response.json({ expired: needs.expireTokens(personality, what) });
  });
  door.post('/log-out', (request, response) => {
    const { personality, person } = LogOutInput.parse(request.body);
    needs.logOut(personality, person);
    response.status(204).end();
  });
  door.get('/clients', (request, response) => {
    const personality = z.enum(PERSONALITIES).default('generic').parse(request.query.personality);
    response.json(
      needs.listClients(personality).map((client) => ({ ...client, auth: { method: client.auth.method } })),
    );
  });
  door.post('/clients', (request, response) => {
    const client = ClientInput.parse(request.body) as SandboxClient;
    needs.registerClient(client);
    response.status(201).json({ clientId: client.clientId });
  });
  door.get('/people', (_request, response) => {
    response.json(needs.people);
  });
  door.use(explain);
  return door;
}
