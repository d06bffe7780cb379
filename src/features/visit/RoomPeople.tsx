// Who is in the visit, by name and role, for everybody in it: nobody listens unseen.
import type { RosterEntry } from '#domain/visit';
import { isolate } from '#lib/isolate';
import { useText } from '#ui/text';

const HERE = ['connected', 'admitted', 'dropped'];

export function RoomPeople({ roster }: { roster: readonly RosterEntry[] }) {
  const say = useText();
  const here = roster.filter(({ state }) => HERE.includes(state));
  if (here.length === 0) return null;
  return (
    <section className="room-people" aria-label={say('app.visit.people')}>
      <h2>{say('app.visit.people')}</h2>
      <ul>
        {here.map((one) => (
          <li key={one.participantId}>
            <span className="strong">{one.name ? isolate(one.name) : say(`app.visit.role.${one.role}`)}</span>{' '}
            <span className="soft">
              {say(one.guestRole ? `app.visit.guest.${one.guestRole}` : `app.visit.role.${one.role}`)}
              {one.language && ` (${one.language})`} · {say(one.words)}
              {one.isYou && ` · ${say('app.visit.people.you')}`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
