// Beside an invitation: what the gate would say of the license if the patient were at home when the visit is planned.
// Said ahead; it opens nothing.
import { useQuery } from '@tanstack/react-query';
import type { VisitForecast } from '#domain/visit';
import { getJson } from '#lib/api';
import { formatInstant } from '#lib/dates';
import { apiPath } from '#lib/paths';
import { useText } from '#ui/text';
import { GateReasonLine } from './GateReasonLine.tsx';
import { nameOfState } from './state-names.ts';

interface HomeForecastProps {
  launchId: string;
  visitId: string;
}

export function HomeForecast({ launchId, visitId }: HomeForecastProps) {
  const say = useText();
  const path = `visits/${encodeURIComponent(visitId)}/forecast`;
  const { data, isError } = useQuery({
    queryKey: ['forecast', launchId, visitId],
    queryFn: ({ signal }) => getJson<VisitForecast>(apiPath(launchId, path), { signal }),
    staleTime: 60_000,
    retry: 1,
  });
  if (isError) return <p className="small soft">{say('staff.visit.forecast.failed')}</p>;
  // It comes below what is pressed here: nothing moves when it arrives.
  if (!data) return null;
  const { home, at, licensure } = data;
  if (!home) return <p className="small soft">{say('staff.visit.forecast.no-home')}</p>;
  if (!licensure) return <p className="small soft">{say('staff.visit.forecast.no-host')}</p>;
  const words = {
    place: home.state ? nameOfState(home.state) : (home.country ?? ''),
    time: formatInstant(at),
  };
  const isAbroad = home.country !== 'US';
  return (
    <section
      className={`gate-part gate-part-${licensure.verdict}`}
      aria-label={say('staff.visit.forecast.title')}
    >
      <p>
        <span className="strong">{say('staff.visit.forecast.title')}</span>{' '}
        <span className="gate-verdict">{say(`staff.visit.gate.verdict.${licensure.verdict}`)}</span>
      </p>
      <p>
        {home.state || isAbroad
          ? say('staff.visit.forecast.when', words)
          : say('staff.visit.forecast.no-state', words)}
      </p>
      {licensure.reasons.map((reason) => (
        <GateReasonLine key={`${reason.code} ${reason.rule}`} reason={reason} />
      ))}
      <p className="small soft">{say('staff.visit.forecast.meaning')}</p>
    </section>
  );
}
