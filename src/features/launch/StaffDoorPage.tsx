// Staff without a patient: which role came in, and what this role finds here. What is not built yet is
// said plainly.
import type { ReactNode } from 'react';
import type { SessionView } from '#domain/launch';
import { useText } from '#ui/text';
import { CapabilityPage } from './CapabilityPage.tsx';
import { LaunchFacts } from './LaunchFacts.tsx';
import { LaunchNotices } from './LaunchNotices.tsx';
import { roleText } from './session-texts.ts';
import './staff-door.css';

/** Who keeps an eye on the set-up sees the capability page at this door as well. */
const SEE_CAPABILITIES: readonly SessionView['role'][] = ['tech-admin', 'supervisor'];

export function StaffDoorPage({ view, children }: { view: SessionView; children?: ReactNode }) {
  const say = useText();
  const seesCapabilities = SEE_CAPABILITIES.includes(view.role);
  const tenant = view.tenant.name;
  return (
    <>
      <section className="stack-tight">
        <h1>{say('staff.door.title')}</h1>
        <p>
          {view.role === null
            ? say('staff.door.lead.none', { tenant })
            : say('staff.door.lead', { tenant, role: roleText(view.role, say) })}
        </p>
      </section>
      <section>
        <h2>{say('staff.door.finds.title')}</h2>
        <p>{say(`staff.door.finds.${view.role ?? 'none'}`)}</p>
        {view.role === 'privacy-officer' ? <p>{say('staff.door.finds.now')}</p> : null}
      </section>
      {seesCapabilities ? (
        <>
          <div className="staff-door-parts">{children}</div>
          <CapabilityPage view={view} below />
        </>
      ) : (
        <div className="staff-door">
          <div className="staff-door-work">{children}</div>
          <div className="staff-door-launch">
            <LaunchNotices view={view} lines={[]} onShowWithheld={() => undefined} />
            <section>
              <h2>{say('staff.facts.title')}</h2>
              <LaunchFacts view={view} />
            </section>
          </div>
        </div>
      )}
    </>
  );
}
