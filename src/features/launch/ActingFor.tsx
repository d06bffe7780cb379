// Whom a proxy acts for, with the birth date to tell two children apart.
import { useQuery } from '@tanstack/react-query';
import type { SessionView } from '#domain/launch';
import { formatDate } from '#lib/dates';
import { spokenLanguage } from '#lib/i18n';
import { Loading } from '#ui/Loading';
import { ReadAgain } from '#ui/ReadAgain';
import { useText } from '#ui/text';
import { bannerQuery } from './launch-queries.ts';
import { writePlainName } from './person-name.ts';

export function ActingFor({ view }: { view: SessionView }) {
  const say = useText();
  const banner = useQuery({ ...bannerQuery(view.launchId), enabled: view.patientId !== null });
  if (view.patientId === null) return null;
  if (banner.isPending) return <Loading words={say('app.loading.part')} />;
  const name = banner.data?.patientId === view.patientId ? writePlainName(banner.data) : null;
  if (!name)
    return (
      <div className="patient-for stack-tight" role="alert">
        <p>{say('patient.for.failed')}</p>
        <p>
          <ReadAgain query={banner} />
        </p>
      </div>
    );
  const born = banner.data?.birthDate;
  return (
    <div className="patient-for stack-tight">
      <p className="strong">{say('patient.for', { name })}</p>
      {born && <p>{say('patient.for.born', { date: formatDate(born, spokenLanguage()) })}</p>}
      <p>{say('patient.for.check')}</p>
    </div>
  );
}
