// Whose visit this window is for, where it was opened without a chart: never off the screen, as in the chart.
import { useQuery } from '@tanstack/react-query';
import { formatDate } from '#lib/dates';
import { isolate } from '#lib/isolate';
import { Banner } from '#ui/Banner';
import { useText } from '#ui/text';
import { visitQuery, visitsQuery } from './staff-visit-queries.ts';

export function VisitBanner({ launchId }: { launchId: string }) {
  const say = useText();
  const visits = useQuery(visitsQuery(launchId));
  const visitId = visits.data?.visits[0]?.visitId;
  const visit = useQuery({ ...visitQuery(launchId, visitId ?? ''), enabled: visitId !== undefined });
  const label = say('staff.banner.label');
  if (!visit.data) {
    const hasFailed = visits.isError || visit.isError;
    return (
      <Banner
        label={label}
        tone={hasFailed ? 'stop' : 'plain'}
        name={say(hasFailed ? 'staff.banner.failed' : 'staff.banner.loading')}
      />
    );
  }
  const { name, birthDate } = visit.data.patient;
  return (
    <Banner
      label={label}
      name={name ? isolate(name) : say('staff.banner.name-missing')}
      facts={[
        ...(birthDate
          ? [{ id: 'born', name: say('staff.visit.banner.born'), value: formatDate(birthDate) }]
          : []),
        { id: 'chart', name: say('staff.visit.banner.chart'), value: say('staff.visit.banner.from-chart') },
      ]}
    />
  );
}
