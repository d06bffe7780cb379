// Guards against somebody else's record, each taken away in one or a few exact places, and the story that must
// notice. A text that no longer stands exactly once in its file fails the check: the mutant is then to be renewed,
// not dropped.

export interface Mutant {
  /** Also the name of its folder. */
  name: string;
  /** Tried on every push; the others in tests/long. */
  isAlwaysTried?: true;
  /** Of wrong-patient.test.ts, word by word. */
  caughtBy: string;
  changes: readonly { file: string; from: string; to: string }[];
}

const EHR = 'server/ehr/ehr.ts';
const DOOR = 'server/smart/sessions/session-door.ts';
const COOKIES = 'server/smart/sessions/cookies.ts';
const TOKENS = 'server/smart/grants/launch-tokens.ts';
const CHARTS = 'server/chart/held-charts.ts';
const LINKS = 'server/ehr/page-links.ts';

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'check-removed',
    isAlwaysTried: true,
    caughtBy: 'a search with somebody else among the matches is refused',
    changes: [
      { file: EHR, from: 'if (isOwn || isAboutNobody(resource)) return resource;', to: 'return resource;' },
    ],
  },
  {
    name: 'check-on-the-first-page-only',
    isAlwaysTried: true,
    caughtBy: 'a later page with somebody else among the matches is refused',
    changes: [
      {
        file: EHR,
        from: 'admitPage(session, line, link.type, await channel.pages.at(line, link.url)),',
        to: 'channel.pages.at(line, link.url).then((page) => ({ ...page, next: null })),',
      },
    ],
  },
  {
    name: 'no-check-on-reads-by-id',
    caughtBy: 'a record of somebody else, read by its id, is refused',
    changes: [
      {
        file: EHR,
        from: 'const [own] = admitAll(session, line, [await channel.read(line, type, id)]);',
        to: 'const own = await channel.read(line, type, id);',
      },
    ],
  },
  {
    name: 'check-of-the-first-match-only',
    caughtBy: 'a search with somebody else among the matches is refused',
    changes: [
      {
        file: EHR,
        from: '.map((resource) => demandOwn(session, line, resource))',
        to: '.map((resource, at) => at > 0 ? resource : demandOwn(session, line, resource))',
      },
    ],
  },
  {
    name: 'one-own-role-is-enough',
    caughtBy: 'a record whose subject roles disagree is refused',
    changes: [
      { file: 'server/ehr/about-patient.ts', from: 'named.length > 0 && named.every(', to: 'named.some(' },
    ],
  },
  {
    name: 'one-own-participant-is-enough',
    caughtBy: 'an appointment of two patients is refused',
    changes: [
      {
        file: 'server/ehr/about-patient.ts',
        from: 'patients.length > 0 && patients.every(',
        to: 'patients.some(',
      },
    ],
  },
  {
    name: 'the-page-names-the-patient',
    caughtBy: 'a search for another patient does not leave',
    changes: [
      {
        file: 'server/ehr/proxy-rows.ts',
        from: 'if (asked === undefined || asked === patientId ||',
        to: 'if (asked !== undefined) return asked;\n  if (asked === undefined ||',
      },
    ],
  },
  {
    name: 'cookie-without-the-launch-id',
    isAlwaysTried: true,
    caughtBy: 'two launches in one browser stay two',
    changes: [
      {
        file: COOKIES,
        from: 'sessionCookie = (launchId: string) =>',
        to: "sessionCookie = (_: string, launchId = 'session') =>",
      },
    ],
  },
  {
    name: 'session-found-by-the-cookie-alone',
    isAlwaysTried: true,
    caughtBy: 'the key of one launch opens no other',
    changes: [
      { file: DOOR, from: "known.launch.id === launchId ? known.found : 'mismatch'", to: 'known.found' },
      { file: DOOR, from: "  if (key.launchId !== launchId) return 'mismatch';\n", to: '' },
      {
        file: DOOR,
        from: 'const launch = await findLaunch(database, launchId);',
        to: 'const launch = await findLaunch(database, key.launchId);',
      },
    ],
  },
  {
    name: 'stale-refresh-of-another-launch',
    isAlwaysTried: true,
    caughtBy: 'each launch is refreshed to a token of its own',
    changes: [
      {
        file: TOKENS,
        from: 'const waiting = underWay.get(launchId);',
        to: 'const [waiting] = underWay.values();',
      },
    ],
  },
  {
    name: 'stale-refresh-keeps-the-older-token',
    isAlwaysTried: true,
    caughtBy: 'after a refresh the older token is not sent again',
    changes: [
      {
        file: TOKENS,
        from: 'if (forgotten === forgottenBefore) kept.set(launchId, tokens);\n        else kept.delete(launchId);',
        to: 'if (!kept.has(launchId)) kept.set(launchId, tokens);',
      },
    ],
  },
  {
    name: 'stale-refresh-while-another-session-ends',
    caughtBy: 'nor after a refresh during which another session ended',
    changes: [{ file: TOKENS, from: '        else kept.delete(launchId);\n', to: '' }],
  },
  {
    name: 'chart-of-another-launch',
    caughtBy: 'the banner and the chart begun at a launch are that launch’s',
    changes: [
      { file: CHARTS, from: 'held.set(launchId, {', to: 'held.set(session.tenantId, {' },
      {
        file: CHARTS,
        from: 'const one = held.get(session.launchId);\n      if (!one || one.isTaken)',
        to: 'const one = held.get(session.tenantId);\n      if (!one || one.isTaken)',
      },
      {
        file: CHARTS,
        from: 'const one = held.get(session.launchId);\n      if (!one || one.isSeen)',
        to: 'const one = held.get(session.tenantId);\n      if (!one || one.isSeen)',
      },
    ],
  },
  {
    name: 'chart-goes-on-after-somebody-else',
    caughtBy: 'the chart ends where somebody else is among its lines',
    changes: [
      {
        file: 'server/chart/stream-chart.ts',
        from: "    if (line.state === 'wrong-patient') return;\n",
        to: '',
      },
    ],
  },
  {
    name: 'page-link-without-the-launch',
    caughtBy: 'the link to a page opens in its own launch alone',
    changes: [
      { file: LINKS, from: '.setAAD(Buffer.from(launchId));', to: ';' },
      { file: LINKS, from: '.setAAD(Buffer.from(launchId)).setAuthTag', to: '.setAuthTag' },
    ],
  },
  {
    name: 'attachment-nobody-has-named',
    caughtBy: 'an attachment is served only when a document of this launch has named it',
    changes: [
      {
        file: EHR,
        from: "      if (!attachments.has(session.launchId, binaryId)) throw new EhrFailure('ehr.unseen');\n",
        to: '',
      },
    ],
  },
  {
    name: 'attachments-of-all-launches-together',
    caughtBy: 'an attachment is served only when a document of this launch has named it',
    changes: [
      {
        file: 'server/ehr/attachments.ts',
        from: 'const known = seen.get(launchId) ?? new Set();',
        to: "const known = seen.get('') ?? new Set();",
      },
      { file: 'server/ehr/attachments.ts', from: 'seen.delete(launchId);', to: "seen.delete('');" },
      { file: 'server/ehr/attachments.ts', from: 'seen.set(launchId, known);', to: "seen.set('', known);" },
      {
        file: 'server/ehr/attachments.ts',
        from: 'seen.get(launchId)?.has(binaryId)',
        to: "seen.get('')?.has(binaryId)",
      },
    ],
  },
];
