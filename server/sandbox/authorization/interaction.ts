// The pages between an authorize request and its answer: log-in, patient, visit, consent. Server-rendered,
// no script; each answer is a form post and the next page follows by redirect.
import express, { type Request, type Response, Router } from 'express';
import type Provider from 'oidc-provider';
import type { LaunchRequest, SandboxClient, SandboxPerson } from '#server/sandbox/contract';
import { sendPage } from '#server/sandbox/pages';
import { listPatients, listVisits, readPatientLine } from '#server/sandbox/patient-lists';
import { mayUse, personaOfPath } from './authorize-request.ts';
import type { EhrSessions } from './ehr-session.ts';
import { fitScopes, grantAccess } from './grant-access.ts';
import { type Answers, decideStep, mayChoose, type Step } from './interaction-steps.ts';
import type { Persona, Realm } from './realm.ts';
import { sayScope } from './scope-words.ts';

interface Scene {
  uid: string;
  client: SandboxClient;
  persona: Persona | undefined;
  redirectUri: string;
  scopes: string[];
  fhirBase: string;
  person: SandboxPerson | undefined;
  launch: LaunchRequest | undefined;
  answers: Answers;
}

export function createInteractionRouter(realm: Realm, provider: Provider, sessions: EhrSessions): Router {
  const answersOf = new Map<string, Answers>();
  const router = Router();
  const home = new URL(realm.addresses.oauth).pathname;
  router.use(express.urlencoded({ extended: false }));

  async function openScene(request: Request, response: Response): Promise<Scene | undefined> {
    const interaction = await provider.interactionDetails(request, response);
    if (interaction.uid !== request.params.uid) return undefined;
    const params = interaction.params as Record<string, string | undefined>;
    const client = realm.registry.find(params.client_id ?? '');
    if (!client) return undefined;
    const answers = answersOf.get(interaction.uid) ?? {};
    answersOf.set(interaction.uid, answers);
    const persona = client.persona ?? personaOfPath(new URL(interaction.returnTo).pathname);
    const launch = params.launch ? realm.launches.recall(params.launch) : undefined;
    const askAgain = (params.prompt ?? '').split(' ').includes('login');
    const known = answers.username ?? (askAgain ? undefined : sessions.who(request));
    const person = realm.people.get(known ?? '');
    const fits = person && mayUse(person, persona) && (!launch || launch.person === person.username);
    return {
      uid: interaction.uid,
      client,
      persona,
      redirectUri: params.redirect_uri ?? '',
      scopes: (params.scope ?? '').split(' ').filter(Boolean),
      fhirBase: realm.addresses.fhirBase[persona ?? 'provider'],
      person: fits ? person : undefined,
      launch,
      answers,
    };
  }

  function draw(response: Response, scene: Scene, view: string, facts: object, status = 200): void {
    const targets = URL.canParse(scene.redirectUri) ? [new URL(scene.redirectUri).origin] : [];
    const common = {
      personality: realm.personality,
      action: `${home}/interaction/${scene.uid}`,
      app: scene.client.name,
      person: scene.person,
    };
    sendPage(response, view, { ...common, ...facts }, { formTargets: targets }, status);
  }

  function drawLogin(response: Response, scene: Scene, refused?: string): void {
    const people = [...realm.people.values()].filter(
      (person) => mayUse(person, scene.persona) && (!scene.launch || scene.launch.person === person.username),
    );
    draw(response, scene, 'login', { people, refused, persona: scene.persona }, refused ? 401 : 200);
  }

  async function drawPatients(
    request: Request,
    response: Response,
    scene: Scene,
    person: SandboxPerson,
  ): Promise<void> {
    const words = String(request.query.q ?? '');
    const only = person.kind === 'staff' ? {} : { only: person.patients };
    const list = await listPatients(realm.reader, { words, page: Number(request.query.page) || 1, ...only });
    draw(response, scene, 'patient', { words, list, searchable: person.kind === 'staff' });
  }

  async function drawConsent(response: Response, scene: Scene, person: SandboxPerson): Promise<void> {
    const { patient, encounter } = scene.answers;
    const scopes = fitScopes(scene.scopes, {
      person,
      patient: patient ?? undefined,
      encounter: encounter ?? undefined,
    });
    const chosen = patient ? await readPatientLine(realm.reader, patient) : undefined;
    draw(response, scene, 'consent', { patient: chosen, lines: scopes.map(sayScope) });
  }

  async function finish(
    request: Request,
    response: Response,
    scene: Scene,
    person: SandboxPerson,
    scopes: string[],
  ) {
    const { launch, answers } = scene;
    const context = launch
      ? { patient: launch.patient, encounter: launch.encounter, options: launch.options }
      : { patient: answers.patient ?? undefined, encounter: answers.encounter ?? undefined };
    const access = { clientId: scene.client.clientId, person, scopes, fhirBase: scene.fhirBase, ...context };
    const grantId = await grantAccess(realm, provider, access);
    answersOf.delete(scene.uid);
    const result = { login: { accountId: person.username, remember: false }, consent: { grantId } };
    await provider.interactionFinished(request, response, result);
  }

  async function refuse(request: Request, response: Response, scene: Scene): Promise<void> {
    answersOf.delete(scene.uid);
    const result = { error: 'access_denied', error_description: 'the person did not give access' };
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  }

  const stepOf = (scene: Scene): Step => decideStep({ ...scene, personality: realm.personality });
  const again = (response: Response, scene: Scene) =>
    response.redirect(303, `${home}/interaction/${scene.uid}`);

  router.get('/:uid', async (request, response) => {
    const scene = await openScene(request, response);
    if (!scene) return drawLost(response);
    const step = stepOf(scene);
    if (!scene.person || step === 'login') return drawLogin(response, scene);
    if (step === 'done') return finish(request, response, scene, scene.person, scene.scopes);
    if (step === 'patient') return drawPatients(request, response, scene, scene.person);
    if (step === 'consent') return drawConsent(response, scene, scene.person);
    draw(response, scene, 'visit', { visits: await listVisits(realm.reader, scene.answers.patient ?? '') });
  });

  router.post('/:uid/:answer', async (request, response) => {
    const scene = await openScene(request, response);
    if (!scene || request.headers['sec-fetch-site'] === 'cross-site') return drawLost(response);
    const { answers, person } = scene;
    const body = request.body as Record<string, string | string[] | undefined>;
    switch (request.params.answer) {
      case 'login': {
        const found = realm.people.get(String(body.as ?? body.username ?? '').trim());
        const right = found && (body.as !== undefined || found.password === body.password);
        if (!right || !mayUse(found, scene.persona))
          return drawLogin(response, scene, String(body.username ?? ''));
        sessions.begin(response, found.username);
        answersOf.set(scene.uid, { username: found.username });
        return again(response, scene);
      }
      case 'switch':
        sessions.end(request, response);
        answersOf.set(scene.uid, {});
        return again(response, scene);
      case 'refuse':
        return refuse(request, response, scene);
    }
    if (!person) return again(response, scene);
    if (request.params.answer === 'patient' && mayChoose(person, String(body.patient))) {
      answers.patient = String(body.patient);
    }
    if (request.params.answer === 'visit') answers.encounter = body.encounter ? String(body.encounter) : null;
    if (request.params.answer === 'consent' && stepOf(scene) === 'consent') {
      const ticked = [body.scope ?? []].flat();
      return finish(
        request,
        response,
        scene,
        person,
        scene.scopes.filter((scope) => ticked.includes(scope)),
      );
    }
    again(response, scene);
  });

  return router;
}

function drawLost(response: Response): void {
  const facts = { personality: undefined, reason: 'This page belongs to another request or is too old.' };
  sendPage(response, 'refused', facts, {}, 400);
}
