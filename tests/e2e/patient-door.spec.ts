// A patient, and a mother for her child, come in from the portal; staff do not come in here.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sandboxTenants } from '#server/smart/tenants';
import { lookOver, NARROW, newPerson, openBrowser } from '../fixtures/browser.ts';
import { type Stack, startStack } from '../fixtures/stack.ts';
import { inChart, ownVisit } from '../fixtures/visit-people.ts';
import { askAdmin } from '../fixtures/visitor.ts';
import {
  clickWay,
  comeInAsPatient,
  doorUrl,
  giveAccess,
  logIn,
  openPad,
  waitForLaunch,
} from '../fixtures/ways-in.ts';

const SECRET = 'a-secret-of-this-test-alone';

let stack: Stack;
let browser: Browser;
beforeAll(async () => {
  const open = startStack({
    // A portal registered without a persona lets staff through, so that our own door has to hold.
    tenants: (origin) => {
      const tenants = sandboxTenants({ sandboxOrigin: origin });
      const [generic] = tenants;
      if (!generic) throw new Error('no tenant');
      const patientApp = {
        clientId: 'for-anybody',
        auth: { method: 'client_secret_basic', secretEnv: 'ANYBODY' },
      } as const;
      return [...tenants, { ...generic, id: 'anybody', name: 'Anybody Clinic', patientApp }];
    },
    env: { ANYBODY: SECRET },
  });
  [stack, browser] = await Promise.all([open, openBrowser()]);
  await askAdmin(stack, '/clients', {
    clientId: 'for-anybody',
    name: 'Portal without a persona',
    personalities: ['generic'],
    auth: { method: 'client_secret_basic', secret: SECRET },
    redirectUris: [`${stack.appUrl}/smart/callback/anybody/patient`],
  });
});
afterAll(async () => {
  await browser.close();
  await stack.close();
});

it('takes a patient from the portal over log-in and consent to her own screen', async () => {
  const { page, context, errors, hosts } = await newPerson(browser);
  await openPad(stack, page, { patient: 'ada-martin' });
  await clickWay(page, 'portal');
  await page.getByRole('heading', { name: 'Your record online' }).waitFor();
  expect(await lookOver(page, 'portal')).toEqual([]);
  await page.getByRole('link', { name: 'Go to the video visit' }).click();
  await page.getByRole('heading', { name: 'Log in' }).waitFor();
  expect(await lookOver(page, 'log-in-patient')).toEqual([]);
  await logIn(page, 'ada-martin');
  expect(await lookOver(page, 'picker-patient')).toEqual([]);
  await page.getByRole('radio', { name: /MARTIN/ }).check();
  await page.getByRole('button', { name: 'Open this record' }).click();
  await page.getByRole('heading', { name: 'Give Webside for patients access?' }).waitFor();
  expect(await lookOver(page, 'consent-patient')).toEqual([]);
  await giveAccess(page);
  await waitForLaunch(page);
  await page.getByRole('heading', { name: 'You are signed in as Ada' }).waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe('en');
  expect(await lookOver(page, 'patient')).toEqual([]);
  expect([...hosts].sort()).toEqual([new URL(stack.sandboxUrl).host, new URL(stack.appUrl).host].sort());
  expect(errors).toEqual([]);
  await page.getByRole('button', { name: 'Log out', exact: true }).click();
  await page.getByRole('heading', { name: 'You are logged out' }).waitFor();
  await context.close();
});

it('speaks Spanish with a Spanish browser, and English on request', async () => {
  await ownVisit(await inChart(stack, 'helen-brooks', 'lucia-herrera'));
  const { page, context, errors } = await newPerson(browser, { locale: 'es-US', viewport: NARROW });
  await comeInAsPatient(stack, page, { username: 'lucia-herrera' });
  await page.getByRole('heading', { name: /Inició sesión como Lucía/ }).waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe('es');
  expect(await lookOver(page, 'patient-es')).toEqual([]);

  // To the question about signs, by keyboard: a tick says whom to call.
  await page.getByRole('link', { name: 'Abrir esta consulta' }).click();
  await page.getByRole('button', { name: 'Empezar' }).click();
  await page.getByRole('button', { name: 'Sí' }).click();
  await page.getByLabel('Estado').selectOption('MA');
  await page.getByLabel('¿Qué tipo de lugar es?').selectOption('home');
  await page.getByRole('button', { name: 'Siguiente' }).click();
  await page.getByLabel('Ideas de hacerse daño o de quitarse la vida').focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  const call = page.getByRole('link', { name: 'Llamar al 988' });
  await call.first().waitFor();
  expect(await page.evaluate(() => document.activeElement?.getAttribute('href'))).toBe('tel:988');
  await page.getByText('en español: oprima 2 o mande la palabra AYUDA por texto').waitFor();
  expect(await lookOver(page, 'patient-signs-es')).toEqual([]);
  await page.getByRole('button', { name: 'Decirlo a mi profesional' }).press('Enter');
  await page.getByRole('heading', { name: 'Alguien le puede ayudar ahora mismo' }).waitFor();
  expect(await lookOver(page, 'patient-crisis-es')).toEqual([]);
  await page.getByRole('button', { name: 'Estoy a salvo y puedo seguir' }).press('Enter');
  await page.getByRole('heading', { name: '¿A qué número llamamos si se corta el video?' }).waitFor();
  await page.goBack();
  await page.getByRole('button', { name: /English/ }).click();
  await page.getByRole('heading', { name: /You are signed in as Lucía/ }).waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe('en');
  await page.getByRole('button', { name: /Español/ }).click();
  await page.getByRole('button', { name: 'Cerrar sesión', exact: true }).waitFor();
  expect(errors).toEqual([]);
  await page.getByRole('button', { name: 'Cerrar sesión', exact: true }).click();
  await page.getByRole('heading', { name: 'Su sesión está cerrada' }).waitFor();
  // A question that was on its way is answered to a session that is over.
  expect(errors.filter((line) => !line.includes('status of 401'))).toEqual([]);
  await context.close();
});

it('lets a mother choose a child and tells her whom she acts for', async () => {
  const { page, context } = await newPerson(browser);
  await page.goto(doorUrl(stack, 'patient'));
  await logIn(page, 'sofia-brennan-proxy');
  const choices = page.getByRole('radio');
  await choices.first().waitFor();
  expect(await choices.evaluateAll((all) => all.map((one) => one.getAttribute('value')).sort())).toEqual([
    'mia-brennan',
    'noah-brennan',
  ]);
  expect(await lookOver(page, 'picker-proxy')).toEqual([]);
  await page.getByRole('radio', { name: /Mia/ }).check();
  await page.getByRole('button', { name: 'Open this record' }).click();
  await giveAccess(page);
  await waitForLaunch(page);
  await page.getByRole('heading', { name: /You are signed in as Sofia .*Brennan/ }).waitFor();
  await page.getByText('You are here for Mia').waitFor();
  await page.getByText(/^Born /).waitFor();
  expect(await page.getByText('Noah').count()).toBe(0);
  expect(await lookOver(page, 'patient-proxy')).toEqual([]);
  await context.close();
});

it('does not let staff in: the portal says why, and so does Webside where the portal did not', async () => {
  const { page, context } = await newPerson(browser);
  await page.goto(doorUrl(stack, 'patient'));
  await logIn(page, 'helen-brooks');
  const refusal = page.getByRole('alert');
  expect(await refusal.textContent()).toContain('this app is not for that person');
  expect(await lookOver(page, 'log-in-refused')).toEqual([]);

  await page.goto(`${stack.appUrl}/launch/patient.html?tenant=anybody`);
  await logIn(page, 'helen-brooks');
  await page.getByRole('radio').first().check();
  await page.getByRole('button', { name: 'Open this record' }).click();
  await giveAccess(page);
  await page.getByRole('heading', { name: 'This is not your link' }).waitFor();
  await page.getByText('You signed in as somebody who works at the clinic.').waitFor();
  await page.getByText('Use the link that was made for you.').waitFor();
  expect(await lookOver(page, 'error-wrong-door')).toEqual([]);
  expect((await context.cookies(stack.appUrl)).map(({ name }) => name)).not.toContainEqual(
    expect.stringMatching(/^__Host-ws-(?!browser|login-)/),
  );
  await context.close();
});

it('says what the EHR said when consent was denied, and what to do next, in the person’s language', async () => {
  for (const [locale, title, next, again] of [
    ['en-US', 'You were not signed in', 'Try again. If it does not work, call your clinic.', 'Try again'],
    [
      'es-US',
      'No se inició su sesión',
      'Intente de nuevo. Si no funciona, llame a su clínica.',
      'Intentar de nuevo',
    ],
  ] as const) {
    const { page, context } = await newPerson(browser, { locale });
    await page.goto(doorUrl(stack, 'patient'));
    await logIn(page, 'ada-martin');
    await page.getByRole('radio').first().check();
    await page.getByRole('button', { name: 'Open this record' }).click();
    await page.getByRole('button', { name: 'Give no access' }).click();
    await page.waitForURL(/\/launch\/error\.html/);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(title);
    await page.getByText('the person did not give access').waitFor();
    await page.getByText(next).waitFor();
    expect(await page.getByText(/ehr-refused/).textContent()).toMatch(/(Request|Solicitud) \S+/);
    expect(await lookOver(page, `error-consent-denied-${locale}`)).toEqual([]);
    await page.getByRole('link', { name: again }).click();
    await page
      .getByRole('button', { name: 'Give access' })
      .or(page.getByRole('radio').first())
      .first()
      .waitFor();
    await context.close();
  }
});
