// Who came in, for whom, by which door, and what the EHR said besides.
import type { ReactNode } from 'react';
import type { SessionView } from '#domain/launch';
import { formatInstant } from '#lib/dates';
import { isolate } from '#lib/isolate';
import { type Fact, Facts } from '#ui/Facts';
import { type Say, useText } from '#ui/text';
import { doorText, roleText, vendorText } from './session-texts.ts';

export function LaunchFacts({ view }: { view: SessionView }) {
  const say = useText();
  return <Facts facts={listFacts(view, say)} />;
}

function listFacts(view: SessionView, say: Say): Fact[] {
  const { person, patientId, encounterId, tenant } = view;
  const patient = patientId
    ? say('staff.facts.patient.id', { id: patientId })
    : say('staff.facts.patient.none');
  const style = view.offersStyle ? 'staff.facts.style.offered' : 'staff.facts.style.none';
  const banner = view.ehrShowsBanner ? 'staff.facts.banner.yes' : 'staff.facts.banner.no';
  const general: Fact[] = [
    { name: say('staff.facts.person'), value: isolate(person.name ?? say('staff.person.nameless')) },
    { name: say('staff.facts.user'), value: person.fhirUser ?? say('staff.facts.user.missing') },
    { name: say('staff.facts.role'), value: roleText(view.role, say) },
    {
      name: say('staff.facts.tenant'),
      value: `${tenant.name} (${vendorText(tenant.vendor, say)}, ${tenant.id})`,
    },
    { name: say('staff.facts.door'), value: doorText(view.door, say) },
    { name: say('staff.facts.ends'), value: formatInstant(view.endsAt) },
  ];
  const ofChart: Fact[] = [
    { name: say('staff.facts.patient'), value: patient },
    { name: say('staff.facts.encounter'), value: encounterId ?? say('staff.facts.encounter.none') },
    ...(patientId ? [{ name: say('staff.facts.banner'), value: say(banner) }] : []),
  ];
  const technical: Fact[] = [
    { name: say('staff.facts.style'), value: say(style) },
    {
      name: say('staff.facts.scopes'),
      value: scopesText(view.grantedScopes, say),
    },
  ];
  return view.door === 'staff' ? [...general, ...technical] : [...general, ...ofChart, ...technical];
}

/** A long list folds away behind its number. */
function scopesText(scopes: readonly string[], say: Say): ReactNode {
  if (scopes.length === 0) return say('staff.facts.scopes.none');
  return (
    <details>
      <summary>{say('staff.facts.scopes.count', { count: scopes.length })}</summary>
      <code>{scopes.join(' ')}</code>
    </details>
  );
}
