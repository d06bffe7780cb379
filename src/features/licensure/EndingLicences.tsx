// What ends soon or has ended, beside the day's work: a clinician's own lines, or everybody's for who keeps them. Nothing
// stands here while nothing ends.
import { useQuery } from '@tanstack/react-query';
import { listReminders } from '#domain/licensure';
import { formatDate } from '#lib/dates';
import { isolate } from '#lib/isolate';
import { useText } from '#ui/text';
import { credentialsQuery } from './credential-queries.ts';
import './licensure.css';

interface EndingLicencesProps {
  launchId: string;
  isOwn: boolean;
  /** An instant, by the server's clock. */
  now: string;
}

export function EndingLicences({ launchId, isOwn, now }: EndingLicencesProps) {
  const say = useText();
  const register = useQuery(credentialsQuery(launchId));
  if (register.isError) return <p role="alert">{say('licensure.ending.failed')}</p>;
  const lines = register.data ?? [];
  const endings = listReminders(lines, now);
  if (endings.length === 0) return null;
  return (
    <section className="stack-tight" aria-label={say('licensure.ending.title')}>
      <h2>{say('licensure.ending.title')}</h2>
      <ul className="credentials">
        {endings.map(({ credentialId, daysBefore, daysLeft }) => {
          const line = lines.find((one) => one.credentialId === credentialId);
          if (!line) return null;
          return (
            <li key={credentialId} className={`credential ${daysBefore === 0 ? 'credential-ended' : ''}`}>
              <span className="strong">
                {[line.state, say(`licensure.kind.${line.kind}`), line.compact].filter(Boolean).join(' · ')}
              </span>{' '}
              {!isOwn && <span className="soft">{isolate(line.practitioner)} </span>}
              {say(daysLeft < 0 ? 'licensure.ending.ended' : 'licensure.ending.ends', {
                ...{ days: daysLeft, date: formatDate(line.to) },
              })}
            </li>
          );
        })}
      </ul>
      <p className="small soft">{say(isOwn ? 'licensure.ending.then.own' : 'licensure.ending.then')}</p>
    </section>
  );
}
