// The way through the pages between an authorize request and its answer. Each answer is a form post; the next
// page follows by redirect. What comes next is decided in interaction-steps, drawn in interaction-pages.
import express, { type Request, type Response, Router } from 'express';
import type Provider from 'oidc-provider';
import type { SandboxPerson } from '#server/sandbox/contract';
import type { EhrSessions } from './ehr-session.ts';
import { grantAccess } from './grant-access.ts';
import { drawConsent, drawLogin, drawLost, drawPatients, drawVisits } from './interaction-pages.ts';
import { createScenes, fits, type Scene, type Scenes } from './interaction-scene.ts';
import { decideStep, mayChoose } from './interaction-steps.ts';
import type { Realm } from './realm.ts';

type Body = Record<string, string | string[] | undefined>;

interface Needs {
  realm: Realm;
  provider: Provider;
  sessions: EhrSessions;
  scenes: Scenes;
}

interface Exchange {
  request: Request;
  response: Response;
  scene: Scene;
}

async function finish(
  needs: Needs,
  { request, response, scene }: Exchange,
  person: SandboxPerson,
  scopes: string[],
) {
  const { launch, answers, fhirBase } = scene;
  const context = launch
    ? { patient: launch.patient, encounter: launch.encounter, options: launch.options }
    : { patient: answers.patient ?? undefined, encounter: answers.encounter ?? undefined };
  const access = { clientId: scene.client.clientId, person, scopes, fhirBase, ...context };
  const grantId = await grantAccess(needs.realm, needs.provider, access);
  needs.scenes.forget(scene);
  const result = { login: { accountId: person.username, remember: false }, consent: { grantId } };
  await needs.provider.interactionFinished(request, response, result);
}

async function refuse(needs: Needs, { request, response, scene }: Exchange): Promise<void> {
  needs.scenes.forget(scene);
  const result = { error: 'access_denied', error_description: 'the person did not give access' };
  await needs.provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

/** One click on a name logs in as well: the passwords are printed beside it anyway. */
function logIn(needs: Needs, { response, scene }: Exchange, body: Body): void {
  const found = needs.realm.people.get(String(body.as ?? body.username ?? '').trim());
  const right = found && (body.as !== undefined || found.password === body.password);
  if (!right || !fits(scene, found)) {
    drawLogin(response, needs.realm, scene, String(body.username ?? ''));
    return;
  }
  needs.sessions.begin(response, found.username);
  needs.scenes.answer(scene, { username: found.username });
  response.redirect(303, scene.action);
}

async function show(needs: Needs, exchange: Exchange): Promise<void> {
  const { realm } = needs;
  const { request, response, scene } = exchange;
  const step = decideStep({ ...scene, personality: realm.personality });
  if (!scene.person || step === 'login') return drawLogin(response, realm, scene);
  if (step === 'done') return finish(needs, exchange, scene.person, scene.scopes);
  if (step === 'patient') return drawPatients(request, response, realm, scene, scene.person);
  if (step === 'visit') return drawVisits(response, realm, scene);
  return drawConsent(response, realm, scene, scene.person);
}

async function take(needs: Needs, exchange: Exchange, answer: string, body: Body): Promise<void> {
  const { request, response, scene } = exchange;
  const { person, answers } = scene;
  if (answer === 'login') return logIn(needs, exchange, body);
  if (answer === 'refuse') return refuse(needs, exchange);
  if (answer === 'switch') {
    needs.sessions.end(request, response);
    needs.scenes.answer(scene, {});
  } else if (person && answer === 'patient' && mayChoose(person, String(body.patient))) {
    needs.scenes.answer(scene, { ...answers, patient: String(body.patient) });
  } else if (person && answer === 'visit') {
    needs.scenes.answer(scene, { ...answers, encounter: body.encounter ? String(body.encounter) : null });
  } else if (person && answer === 'consent') {
    const ready = decideStep({ ...scene, personality: needs.realm.personality }) === 'consent';
    const ticked = [body.scope ?? []].flat();
    const scopes = scene.scopes.filter((scope) => ticked.includes(scope));
    if (ready) return finish(needs, exchange, person, scopes);
  }
  response.redirect(303, scene.action);
}

export function createInteractionRouter(realm: Realm, provider: Provider, sessions: EhrSessions): Router {
  const needs = { realm, provider, sessions, scenes: createScenes(realm, provider, sessions) };
  const router = Router();
  router.get('/:uid', async (request, response) => {
    const scene = await needs.scenes.open(request, response);
    return scene ? show(needs, { request, response, scene }) : drawLost(response);
  });
  router.post('/:uid/:answer', express.urlencoded({ extended: false }), async (request, response) => {
    const scene = await needs.scenes.open(request as Request, response);
    if (!scene || request.headers['sec-fetch-site'] === 'cross-site') return drawLost(response);
    return take(
      needs,
      { request: request as Request, response, scene },
      request.params.answer,
      request.body as Body,
    );
  });
  return router;
}
