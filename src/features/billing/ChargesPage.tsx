// The worklist of whoever keeps the books: visits without a charge, held charges, and the rest; of the whole clinic at
// the staff door, of one patient beside their chart. One visit's charge opens on this page; nothing here leads into a
// chart.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { ChargesView } from '#domain/billing';
import { formatDate, formatInstant } from '#lib/dates';
import { isolate } from '#lib/isolate';
import { Button } from '#ui/Button';
import { Loading } from '#ui/Loading';
import { ReadAgain } from '#ui/ReadAgain';
import { useText } from '#ui/text';
import { ChargePanel } from './ChargePanel.tsx';
import { chargesQuery } from './charge-queries.ts';
import './charge.css';

type Subject = Pick<ChargesView['open'][number], 'visitId' | 'patient' | 'clinician'>;

export function ChargesPage({ launchId }: { launchId: string }) {
  const say = useText();
  const charges = useQuery(chargesQuery(launchId));
  const [opened, setOpened] = useState<Subject | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (opened) heading.current?.focus();
  }, [opened]);
  if (opened)
    return (
      <section className="stack-tight">
        <p>
          <Button small onClick={() => setOpened(null)}>
            {say('staff.charge.back')}
          </Button>
        </p>
        <h2 ref={heading} tabIndex={-1}>
          <Who subject={opened} />
        </h2>
        <ChargePanel launchId={launchId} visitId={opened.visitId} />
      </section>
    );
  return (
    <section className="stack-tight">
      <h2>{say('staff.charge.list')}</h2>
      {charges.isPending && <Loading words={say('staff.charge.loading')} />}
      {charges.isError && (
        <div role="alert" className="row">
          <p>{say('staff.charge.list.failed')}</p>
          <ReadAgain small query={charges} />
        </div>
      )}
      {charges.data && <Lists view={charges.data} onOpen={setOpened} />}
    </section>
  );
}

function Lists({ view, onOpen }: { view: ChargesView; onOpen: (subject: Subject) => void }) {
  const say = useText();
  return (
    <>
      <h3>{say('staff.charge.list.open', { count: view.open.length })}</h3>
      {view.open.length === 0 && <p className="soft">{say('staff.charge.list.open.none')}</p>}
      <ul className="charge-worklist">
        {view.open.map((line) => (
          <li key={line.visitId}>
            <p>
              <Who subject={line} />
              <span className="small soft">
                {' '}
                {say('staff.charge.list.ended', { time: formatInstant(line.endedAt) })}
              </span>
            </p>
            <Button small onClick={() => onOpen(line)}>
              {say('staff.charge.list.charge')}
            </Button>
          </li>
        ))}
      </ul>
      <h3>{say('staff.charge.list.charged', { count: view.charges.length })}</h3>
      {view.charges.length === 0 && <p className="soft">{say('staff.charge.list.charged.none')}</p>}
      <ul className="charge-worklist">
        {view.charges.map((line) => (
          <li key={line.charge.chargeId}>
            <p>
              <Who subject={line} />{' '}
              <span className="strong">{say(`staff.charge.state.${line.charge.state}`)}</span>{' '}
              <span className="charge-code">{line.charge.lines.map(({ code }) => code).join(' ')}</span>
              <span className="small soft">
                {' '}
                {formatDate(line.charge.serviceDate)} · {line.charge.reference}
              </span>
            </p>
            <Button small onClick={() => onOpen(line)}>
              {say('staff.charge.list.look')}
            </Button>
          </li>
        ))}
      </ul>
      {view.hasMore && <p className="small soft">{say('staff.charge.list.more')}</p>}
    </>
  );
}

function Who({ subject: { patient, clinician } }: { subject: Subject }) {
  const say = useText();
  return (
    <>
      <span className="strong">{patient.name ? isolate(patient.name) : say('staff.charge.nameless')}</span>
      <span className="soft small">
        {patient.birthDate && ` ${say('staff.charge.born', { date: formatDate(patient.birthDate) })}`}
        {clinician && ` · ${isolate(clinician)}`}
      </span>
    </>
  );
}
