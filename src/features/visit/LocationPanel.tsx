// Where the patient is, as far as it was said, and writing down that they moved. The gate is asked anew at once.
import type { PatientPlace, VisitView } from '#domain/visit';
import { formatInstant } from '#lib/dates';
import { isolate } from '#lib/isolate';
import { useText } from '#ui/text';
import { PlaceForm } from './PlaceForm.tsx';
import { nameOfState } from './state-names.ts';

interface LocationPanelProps {
  visit: VisitView;
  pending: string | null;
  onMoved: (where: PatientPlace) => void;
}

export function LocationPanel({ visit, pending, onMoved }: LocationPanelProps) {
  const say = useText();
  return (
    <section className="visit-panel stack-tight" aria-label={say('staff.visit.place')}>
      {visit.locations.length === 0 && <p className="soft">{say('staff.visit.place.unknown')}</p>}
      <ol className="visit-places">
        {visit.locations.map(({ where, from, saidBy }) => (
          <li key={`${from} ${saidBy}`}>
            {[
              where.state ? nameOfState(where.state) : where.country,
              say(`staff.visit.place.place.${where.place}`),
              where.address && isolate(where.address),
            ]
              .filter(Boolean)
              .join(' · ')}{' '}
            <span className="small soft">
              {say(`staff.visit.place.said-by.${saidBy}`, { time: formatInstant(from) })}
            </span>
          </li>
        ))}
      </ol>
      <h3>{say('staff.visit.place.moved')}</h3>
      <PlaceForm
        words="staff.visit.place"
        given={null}
        send={say('staff.visit.place.record')}
        small
        pending={pending}
        onSend={onMoved}
      />
    </section>
  );
}
