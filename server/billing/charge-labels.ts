// The site's own words for codes, out of its tenants file: `site.chargeLabels`, code → words.
import { z } from 'zod';

const ChargeLabels = z.record(z.string().regex(/^[0-9A-Z]{2,5}$/), z.string().trim().min(1).max(120));

/** Empty where the site gives none, or gives them in another form: then ours stand. */
export function readChargeLabels(
  site: Record<string, unknown> | undefined,
): Readonly<Record<string, string>> {
  return ChargeLabels.safeParse(site?.chargeLabels).data ?? {};
}
