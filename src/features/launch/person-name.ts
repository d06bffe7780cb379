// A person's name in the record, as clinicians file it and as people say it.
import type { BannerView } from '#domain/launch';
import { isolate } from '#lib/isolate';

/** FAMILY, Given; `null` when neither is recorded. */
export function writeName({ family, given }: Pick<BannerView, 'family' | 'given'>): string | null {
  const parts = [family?.toUpperCase() ?? '', given.join(' ')].filter(Boolean).map(isolate);
  return parts.length > 0 ? parts.join(', ') : null;
}

/** As people say it: Given Family. */
export function writePlainName({ family, given }: Pick<BannerView, 'family' | 'given'>): string | null {
  return isolate([...given, family].filter(Boolean).join(' ')) || null;
}
