import { afterAll, beforeAll, expect, it } from 'vitest';
import { startStack, type Stack } from '../fixtures/stack.ts';
import { Visitor, mintLaunch, launchIdOf, apiOf, askAdmin, textOf, failureOf } from '../fixtures/visitor.ts';
let stack: Stack;
beforeAll(async () => { stack = await startStack(); });
afterAll(async () => { await stack.close(); });
it('launches', async () => {
  const people: any[] = await askAdmin(stack, '/people');
  console.log(people.map((p: any) => [p.username, p.kind, p.fhirUser, p.practitionerRoleCode, p.patients?.length, p.patients[0]]));
  for (const personality of ['generic','epic','oracle'] as const) {
    const v = new Visitor();
    const a = await v.follow(await mintLaunch(stack, { personality, patient: people.find((p: any)=>p.kind==='patient').patients[0] }));
    const api = apiOf(stack, v, launchIdOf(a));
    const s: any = await (await api.get('session')).json();
    console.log(personality, s.role, s.person, s.patientId, s.grantedScopes.join(' ').slice(0,200), s.capabilities.filter((c: any)=>c.state!=='on').map((c: any)=>c.id+' '+c.state+' '+c.reasons.map((r: any)=>r.code)));
    const b = await api.get('banner'); console.log(b.status, await b.text());
    const p = people.find((p: any)=>p.kind==='patient');
    const pv = new Visitor();
    let arrived = await pv.follow(`${stack.appUrl}/launch/patient.html?tenant=${s.tenant.id}`);
    arrived = await pv.passEhr(arrived, { username: p.username, patient: p.patients[0] });
    console.log(arrived.url, arrived.status, textOf(arrived.page).slice(0,300));
    const ps: any = await (await apiOf(stack, pv, launchIdOf(arrived)).get('session')).json();
    console.log(ps.role, ps.person, ps.patientId, ps.grantedScopes.join(' ').slice(0,200));
    const sv = new Visitor();
    arrived = await sv.follow(`${stack.appUrl}/launch/staff.html?tenant=${s.tenant.id}`);
    arrived = await sv.passEhr(arrived, { username: 'helen-brooks' });
    console.log(arrived.url, arrived.status, textOf(arrived.page).slice(0,300));
    const ss: any = await (await apiOf(stack, sv, launchIdOf(arrived)).get('session')).json();
    console.log(ss.role, ss.person, ss.patientId, ss.door);
  }
  console.log(stack.lines.filter(l => !l.includes('"msg":"request"')).slice(-15));
});
