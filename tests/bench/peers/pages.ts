// Two other ways from launch to name, to measure ours against, in a process of their own: a page on fhirclient,
// as its documentation shows it, and the barest page that a server can stream. Both read what ours reads.
import { hash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

export const PEER_CLIENT = 'bench-peer';
const SCOPE = 'launch openid fhirUser user/*.rs';
/** Beside the patient's own record; the lists of a chart. */
const SEARCHES = [
  'AllergyIntolerance?',
  'Condition?_sort=-recorded-date&',
  'MedicationRequest?_sort=-authoredon&',
  'Observation?category=vital-signs&_sort=-date&',
  'Observation?category=laboratory&_sort=-date&',
  'DocumentReference?_sort=-date&',
  'Encounter?_sort=-date&',
  'Appointment?',
  'Immunization?_sort=-date&',
  'Procedure?_sort=-date&',
  'Coverage?',
].map((search) => `${search}_count=100&patient=`);

const FHIRCLIENT = path.resolve(
  import.meta.dirname,
  '../../../node_modules/fhirclient/build/fhir-client.pure.min.js',
);

const LAUNCH_SCRIPT = `FHIR.oauth2.authorize({ clientId: '${PEER_CLIENT}', scope: '${SCOPE}', redirectUri: './' });`;
const PAGE_SCRIPT = `FHIR.oauth2.ready().then((client) => {
  const id = client.patient.id;
  client.request('Patient/' + id).then((patient) => {
    const name = patient.name[0];
    document.getElementById('name').textContent = name.family + ', ' + name.given[0];
  });
  client.request('Practitioner/' + client.user.id);
  for (const search of ${JSON.stringify(SEARCHES)}) client.request(search + id);
});`;

const page = (...scripts: string[]): string =>
  `<!doctype html><title>Chart</title><h1 id="name"></h1>${scripts.map((src) => `<script src="${src}"></script>`).join('')}`;

const FILES: Record<string, { type: string; body: string }> = {
  '/fhirclient/launch.html': { type: 'text/html', body: page('fhir-client.js', 'launch.js') },
  '/fhirclient/': { type: 'text/html', body: page('fhir-client.js', 'page.js') },
  '/fhirclient/launch.js': { type: 'text/javascript', body: LAUNCH_SCRIPT },
  '/fhirclient/page.js': { type: 'text/javascript', body: PAGE_SCRIPT },
  '/fhirclient/fhir-client.js': { type: 'text/javascript', body: readFileSync(FHIRCLIENT, 'utf8') },
};
const zipped = new Map(
  Object.entries(FILES).map(([place, { type, body }]) => [place, { type, body: gzipSync(body) }]),
);

const server = createServer((req, res) => {
  const url = new URL(req.url ?? '/', origin());
  const file = zipped.get(url.pathname);
  if (file) {
    res.writeHead(200, {
      'content-type': file.type,
      'content-encoding': 'gzip',
      'cache-control': 'max-age=600',
    });
    res.end(file.body);
  } else if (url.pathname === '/bare/launch') goToEhr(url, res);
  else if (url.pathname === '/bare/') streamChart(url, res).catch(() => res.destroy());
  else res.writeHead(404).end();
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`ready ${origin()}\n`));
process.on('SIGTERM', () => process.exit());

function origin(): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

interface Place {
  iss: string;
  token: string;
}
const begun = new Map<string, Place>();
const VERIFIER = randomBytes(32).toString('base64url');

/** The EHR's addresses are known beforehand, as they are to any server that has seen this EHR before. */
function goToEhr(url: URL, res: ServerResponse): void {
  const iss = url.searchParams.get('iss') ?? '';
  const ehr = new URL(iss).origin;
  const state = randomBytes(16).toString('base64url');
  begun.set(state, { iss, token: `${ehr}/generic/oauth2/token` });
  const ask = new URLSearchParams({
    response_type: 'code',
    client_id: PEER_CLIENT,
    redirect_uri: `${origin()}/bare/`,
    scope: SCOPE,
    launch: url.searchParams.get('launch') ?? '',
    aud: iss,
    state,
    code_challenge: hash('sha256', VERIFIER, 'base64url'),
    code_challenge_method: 'S256',
  });
  res.writeHead(302, { location: `${ehr}/generic/oauth2/authorize?${ask}` }).end();
}

async function streamChart(url: URL, res: ServerResponse): Promise<void> {
  const place = begun.get(url.searchParams.get('state') ?? '');
  if (!place) throw new Error('nobody began this');
  res.writeHead(200, { 'content-type': 'text/html' });
  res.write('<!doctype html><title>Chart</title><p>Opening the chart</p>');
  const answer = await fetch(place.token, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code: url.searchParams.get('code') ?? '',
      redirect_uri: `${origin()}/bare/`,
      client_id: PEER_CLIENT,
      code_verifier: VERIFIER,
    }),
  });
  const { access_token, patient } = (await answer.json()) as { access_token: string; patient: string };
  const read = async (what: string): Promise<unknown> => {
    const found = await fetch(`${place.iss}/${what}`, {
      headers: { authorization: `Bearer ${access_token}` },
    });
    return found.json();
  };
  const lists = SEARCHES.map((search) => read(search + patient));
  const { name } = (await read(`Patient/${patient}`)) as { name: { family: string; given: string[] }[] };
  res.write(`<h1>${name[0]?.family}, ${name[0]?.given[0]}</h1>`);
  await Promise.all(lists);
  res.end();
}
