// Sends one letter through the site's own SMTP server, and says how it went. Nothing is queued or sent again by
// itself: whoever pressed the button hears at once, and presses again. Text alone, without health data.
import { createTransport, type Transporter } from 'nodemailer';
import type { Log } from '#server/http';

/** What goes out. The hospital's name, an address of ours and counts are all it says. */
export interface Letter {
  kind: 'patient-invite' | 'guest-invite' | 'licence-reminder';
  to: string;
  language: 'en' | 'es';
  hospital: string;
  address: string;
  /** Until when the address opens something, as people read it; null: as long as the visit stands. */
  until: string | null;
  /** What the text counts. */
  counts?: Readonly<Record<string, number>>;
}

/** `refused`: the server does not take this letter or this address. `unreachable`: try again. */
export type MailAnswer = { ok: true } | { ok: false; why: 'off' | 'refused' | 'unreachable' };

export interface Mail {
  /** The site has an SMTP server. */
  isOn: boolean;
  send(letter: Letter): Promise<MailAnswer>;
  close(): void;
}

export interface MailNeeds {
  /** Null: none is set. */
  settings: { url: string; from: string; demandsTls: boolean } | null;
  /** Texts of `door.mail.…`. */
  say(language: 'en' | 'es'): Promise<(key: string, values?: Record<string, string>) => string>;
  log: Log;
}

const CONNECT_MS = 10_000;
const SILENCE_MS = 20_000;

export function createMail({ settings, say, log }: MailNeeds): Mail {
  const transport = settings && openTransport(settings);
  return {
    isOn: transport !== null,
    async send(letter) {
      if (!settings || !transport) return { ok: false, why: 'off' };
      const words = await say(letter.language);
      try {
        await transport.sendMail({
          from: settings.from,
          // As an object, so that no letter of it is read as a second address.
          to: { name: '', address: letter.to },
          ...writeLetter(letter, words),
          headers: { 'Auto-Submitted': 'auto-generated' },
        });
        return { ok: true };
      } catch (thrown) {
        const why = whyNot(thrown);
        // Neither the address nor the server's words, which repeat it.
        log.warn({ code: `mail.${why}`, smtp: codeOf(thrown) }, 'an e-mail was not sent');
        return { ok: false, why };
      }
    },
    close: () => transport?.close(),
  };
}

function openTransport({ url, demandsTls }: NonNullable<MailNeeds['settings']>): Transporter {
  const at = new URL(url);
  const isTls = at.protocol === 'smtps:';
  return createTransport({
    host: at.hostname.replace(/^\[|\]$/g, ''),
    port: Number(at.port) || (isTls ? 465 : 587),
    secure: isTls,
    requireTLS: demandsTls,
    ...(at.username && {
      auth: { user: decodeURIComponent(at.username), pass: decodeURIComponent(at.password) },
    }),
    ...{ connectionTimeout: CONNECT_MS, greetingTimeout: CONNECT_MS, socketTimeout: SILENCE_MS },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

export function writeLetter(
  { kind, hospital, address, until, counts = {} }: Omit<Letter, 'to' | 'language'>,
  words: (key: string, values?: Record<string, string>) => string,
): { subject: string; text: string } {
  const key = `door.mail.${kind}`;
  const counted = Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, String(count)]));
  const lines = [
    words(`${key}.text`, { hospital, ...counted }),
    address,
    ...(until === null ? [] : [words('door.mail.until', { until })]),
    words(`${key}.after`),
    words('door.mail.no-reply'),
  ];
  return { subject: words(`${key}.subject`, { hospital }), text: `${lines.join('\n\n')}\n` };
}

/** 5xx to the address or the letter itself: for good (RFC 5321 §4.2.1). Anything else may pass. */
function whyNot(thrown: unknown): 'refused' | 'unreachable' {
  const isOfLetter =
    thrown instanceof Error && 'code' in thrown && ['EENVELOPE', 'EMESSAGE'].includes(String(thrown.code));
  const code = codeOf(thrown);
  return isOfLetter && code !== null && code >= 500 ? 'refused' : 'unreachable';
}

function codeOf(thrown: unknown): number | null {
  const code = thrown instanceof Error && 'responseCode' in thrown ? thrown.responseCode : null;
  return typeof code === 'number' ? code : null;
}
