// Who this launch is about, on every staff screen and never off it. Reading it failed, it is withheld,
// it belongs to somebody else: each is a sight of its own.
import { useQuery } from '@tanstack/react-query';
import type { BannerView, SessionView } from '#domain/launch';
import { ApiError } from '#lib/api';
import { localDay } from '#lib/dates';
import { Banner } from '#ui/Banner';
import { ReadAgain } from '#ui/ReadAgain';
import { useText } from '#ui/text';
import { listBannerFacts } from './banner-texts.tsx';
import { bannerQuery } from './launch-queries.ts';
import { writeName } from './person-name.ts';

export function PatientBanner({ view }: { view: SessionView }) {
  const say = useText();
  const banner = useQuery(bannerQuery(view.launchId));
  const label = say('staff.banner.label');
  if (banner.isPending) return <Banner label={label} name={say('staff.banner.loading')} isComing />;
  const isOther = banner.isSuccess && banner.data.patientId !== view.patientId;
  if (banner.isError || isOther) {
    const words = isOther ? 'staff.banner.wrong' : wordsOf(banner.error);
    return (
      <Banner label={label} tone="stop" name={<span role="alert">{say(words)}</span>}>
        {words === 'staff.banner.failed' && <ReadAgain small query={banner} />}
      </Banner>
    );
  }
  return <ReadBanner label={label} banner={banner.data} today={localDay(new Date(view.now))} />;
}

function ReadBanner({ label, banner, today }: { label: string; banner: BannerView; today: string }) {
  const say = useText();
  const isOdd = banner.unreadable.includes('name');
  return (
    <Banner
      label={label}
      name={writeName(banner) ?? say(isOdd ? 'staff.banner.name-unreadable' : 'staff.banner.name-missing')}
      facts={listBannerFacts(banner, today, say)}
    />
  );
}

function wordsOf(error: Error | null): string {
  if (!(error instanceof ApiError)) return 'staff.banner.failed';
  if (error.status === 409) return 'staff.banner.wrong';
  return error.status === 403 ? 'staff.banner.not-permitted' : 'staff.banner.failed';
}
