// The colours an EHR offers to its apps (SMART App Launch 2.2, smart_style_url). Read here, so that no page of
// an EHR reaches the browser: two colours leave this file and nothing else. Whatever fails is "none offered".
import { z } from 'zod';
import type { Database } from '#server/db';
import { AppError } from '#server/errors';
import type { Log, PeerEgress, Session } from '#server/http';
import { findLaunch, openFacts } from '#server/smart/sessions';

export interface StyleNeeds {
  database: Database;
  /** The road to this tenant's own hosts: pinned, without redirects, addresses checked at connect time. */
  peerOf(tenantId: string): PeerEgress;
  log: Log;
}

export interface OfferedStyle {
  /** `#rgb` or `#rrggbb`; absent where the EHR offers none that we read. */
  accent?: string;
  paper?: string;
}

const Colour = z.string().regex(/^#([0-9a-f]{3}|[0-9a-f]{6})$/i);
/** Names of the SMART style document; one that is no hex colour is left out. */
const StyleDocument = z.object({
  color_highlight: Colour.optional().catch(undefined),
  color_background: Colour.optional().catch(undefined),
});

/** A dozen colours; whatever is longer is something else. */
const MOST_CHARACTERS = 10_000;
const PATIENCE_MS = 5_000;

export async function readStyle(needs: StyleNeeds, session: Session): Promise<OfferedStyle> {
  const launch = await findLaunch(needs.database, session.launchId);
  if (!launch) throw new AppError('gone', 'session.ended', 'This session has ended.');
  const { context } = await openFacts(needs.database, launch);
  if (context.styleUrl === null) return {};
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const headers = { accept: 'application/json' };
    const answer = await needs.peerOf(session.tenantId).fetch(context.styleUrl, { headers, signal });
    return answer.ok ? readColours(await answer.text()) : {};
  } catch (thrown) {
    const code = thrown instanceof AppError ? thrown.code : 'style.unreadable';
    needs.log.info({ tenantId: session.tenantId, code }, 'the EHR’s style was not used');
    return {};
  }
}

/** Throws what JSON.parse and the schema throw. */
export function readColours(text: string): OfferedStyle {
  if (text.length > MOST_CHARACTERS) return {};
  const { color_highlight: accent, color_background: paper } = StyleDocument.parse(JSON.parse(text));
  return { ...(accent && { accent }), ...(paper && { paper }) };
}
