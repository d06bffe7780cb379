// The clinician's guests: who was invited, who asks to come in, who is here; and a new invitation, whose address is
// shown once.
import { useState } from 'react';
import { GUEST_ROLES, type GuestRole, type RosterEntry, type VisitView } from '#domain/visit';
import { formatInstant } from '#lib/dates';
import { isolate } from '#lib/isolate';
import { Button } from '#ui/Button';
import { ChoiceField, TextField } from '#ui/Field';
import { useText } from '#ui/text';
import { isNoNewcomers, useInviteGuest } from './guest-queries.ts';
import { InviteAddress } from './InviteAddress.tsx';
import { SendByMail } from './SendByMail.tsx';
import { useVisitOrder } from './staff-visit-queries.ts';

interface GuestDeskProps {
  launchId: string;
  visit: VisitView;
}

export function GuestDesk({ launchId, visit }: GuestDeskProps) {
  const say = useText();
  const guests = visit.roster.filter(({ role }) => role === 'guest');
  return (
    <section className="visit-panel stack-tight" aria-label={say('staff.visit.guests')}>
      {guests.length === 0 && <p className="soft">{say('staff.visit.guests.none')}</p>}
      <ul className="visit-guests">
        {guests.map((guest) => (
          <Guest key={guest.participantId} launchId={launchId} visit={visit} guest={guest} />
        ))}
      </ul>
      {visit.host.isYou ? (
        <NewGuest launchId={launchId} visitId={visit.visitId} />
      ) : (
        <p className="soft">{say('staff.visit.guests.not-yours')}</p>
      )}
    </section>
  );
}

const STEPS: Partial<Record<RosterEntry['state'], readonly ('admit' | 'decline' | 'remove')[]>> = {
  expected: ['remove'],
  asking: ['admit', 'decline'],
  admitted: ['remove'],
  connected: ['remove'],
  dropped: ['remove'],
  left: ['remove'],
  declined: ['admit'],
};

/** Somebody who asks to come in, or is in: what the visit's clinician can do about it. */
export function Guest({ launchId, visit, guest }: GuestDeskProps & { guest: RosterEntry }) {
  const say = useText();
  const order = useVisitOrder(launchId, visit.visitId);
  // Only guests are put out; a second parent who asks is answered like one.
  const steps = (STEPS[guest.state] ?? []).filter((step) => step !== 'remove' || guest.role === 'guest');
  const role = say(guest.guestRole ? `app.visit.guest.${guest.guestRole}` : `app.visit.role.${guest.role}`);
  const name = guest.name ? isolate(guest.name) : role;
  return (
    <li className="visit-guest" data-asks={guest.state === 'asking' || undefined}>
      <span>
        <span className="strong">{name}</span>{' '}
        <span className="soft">
          {role}
          {guest.language && ` (${guest.language})`} · {say(guest.words)}
        </span>
      </span>
      {visit.host.isYou && steps.length > 0 && (
        <span className="row">
          {steps.map((step) => (
            <Button
              key={step}
              small
              aria-label={say(`staff.visit.guest.${step}.whom`, { name })}
              pending={order.isPending && order.variables.call.endsWith(step) ? say('app.one-moment') : null}
              onClick={() => order.mutate({ call: `guests/${guest.participantId}/${step}` })}
            >
              {say(`staff.visit.guest.${step}`)}
            </Button>
          ))}
        </span>
      )}
      {order.isError && (
        <span role="alert" className="visit-problem">
          {say(isNoNewcomers(order.error) ? 'staff.visit.guests.stopped' : 'staff.visit.problem.other')}
        </span>
      )}
    </li>
  );
}

function NewGuest({ launchId, visitId }: { launchId: string; visitId: string }) {
  const say = useText();
  const invite = useInviteGuest(launchId, visitId);
  const [name, setName] = useState('');
  const [role, setRole] = useState<GuestRole>('interpreter');
  const [language, setLanguage] = useState('');
  const [isTold, setTold] = useState(false);
  const tongue = role === 'interpreter' ? language.trim() : '';
  const isTag = tongue === '' || /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/.test(tongue);
  if (invite.data)
    return (
      <InviteAddress
        address={invite.data.address}
        how={say('staff.visit.guests.address', { time: formatInstant(invite.data.expiresAt) })}
        code={say('staff.visit.guests.code')}
      >
        <SendByMail
          launchId={launchId}
          visitId={visitId}
          guest={{
            participantId: invite.data.participantId,
            invitation: new URL(invite.data.address).hash.slice(1),
          }}
        />
        <Button
          small
          onClick={() => {
            setName('');
            setTold(false);
            invite.reset();
          }}
        >
          {say('staff.visit.guests.another')}
        </Button>
      </InviteAddress>
    );
  return (
    <form
      className="stack-tight"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTold(true);
        if (name.trim() !== '' && isTag)
          invite.mutate({ name: name.trim(), role, language: tongue === '' ? null : tongue });
      }}
    >
      <h3>{say('staff.visit.guests.new')}</h3>
      <TextField
        label={say('staff.visit.guests.name')}
        value={name}
        onChange={setName}
        problem={isTold && name.trim() === '' ? say('staff.visit.guests.name.missing') : undefined}
      />
      <ChoiceField
        label={say('staff.visit.guests.role')}
        value={role}
        choices={GUEST_ROLES.map((value) => ({ value, text: say(`app.visit.guest.${value}`) }))}
        onChange={setRole}
      />
      {role === 'interpreter' && (
        <TextField
          label={say('staff.visit.guests.language')}
          value={language}
          onChange={setLanguage}
          problem={isTold && !isTag ? say('staff.visit.guests.language.wrong') : undefined}
        />
      )}
      <p>
        <Button small submits pending={invite.isPending ? say('app.one-moment') : null}>
          {say('staff.visit.guests.invite')}
        </Button>
      </p>
      {invite.isError && (
        <p role="alert">
          {say(isNoNewcomers(invite.error) ? 'staff.visit.guests.stopped' : 'staff.visit.guests.failed')}
        </p>
      )}
    </form>
  );
}
