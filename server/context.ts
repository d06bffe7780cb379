// The composition root: every part is made here, once, and is given what it needs and no more.
import { randomInt, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createAudit } from '#server/audit';
import { billingRoutes, findConfirmedCharge, readChargeLabels } from '#server/billing';
import { chartRoutes, createCharts } from '#server/chart';
import { type ChangedText, createConsents, loadConsentTexts } from '#server/consent';
import { openDatabase, readKeyRing } from '#server/db';
import { createDocumentation, findSignedNote } from '#server/documentation';
import {
  createAttachments,
  createEhr,
  createEhrChannel,
  createEhrWriter,
  createPageLinks,
  proxyRows,
} from '#server/ehr';
import { createHl7Gateway } from '#server/ehr/hl7v2';
import {
  createEgress,
  createWatch,
  demandDiskSpace,
  demandRecord,
  healthRoutes,
  homeRoutes,
  type Log,
  type Row,
  shellRoutes,
} from '#server/http';
import {
  createLicences,
  createNpiRegistry,
  createReminders,
  licenceRoutes,
  NPI_ORIGIN,
} from '#server/licensure';
import { createMail } from '#server/mail';
import { createJournal, createRealtime } from '#server/realtime';
import { createRedFlags } from '#server/red-flags';
import { loadPacks, ruleRoutes } from '#server/rules';
import { createSmart } from '#server/smart';
import { readDoorTexts } from '#server/smart/doors';
import { hasLoggedOut, listClinicians, whoIs } from '#server/smart/sessions';
import { listeningOf, noteSiteOf, type Tenant } from '#server/smart/tenants';
import { createVideo } from '#server/video';
import { createVisits } from '#server/visit';
import { createWriteBack } from '#server/write-back';
import type { Config } from './config.ts';

export interface ContextOptions {
  config: Config;
  tenants: readonly Tenant[];
  log: Log;
  /** The one clock; tests move it. */
  now?: () => Date;
}

const PROJECT = join(import.meta.dirname, '..');
const folders = {
  dist: join(PROJECT, 'dist'),
  doors: join(PROJECT, 'launch'),
  locales: join(PROJECT, 'public', 'locales'),
};

/** In [0, 1). */
const fraction = () => randomInt(2 ** 32) / 2 ** 32;

const staffDoorOf = (publicUrl: URL, tenantId: string) =>
  new URL(`/launch/staff.html?${new URLSearchParams({ tenant: tenantId })}`, publicUrl).href;

const nameText = ({ kind, version, language }: ChangedText) => `${kind}/${version}/${language}`;

export type Context = Awaited<ReturnType<typeof createContext>>;

/** Opens what must be open before the first request; `close` undoes it in reverse. */
export async function createContext({ config, tenants, log, now = () => new Date() }: ContextOptions) {
  const { dataFolder, keysText, databaseUrl } = config;
  const publicUrl = new URL(config.publicUrl);
  // Before anything is open: a fault in them stops the start.
  const consentTexts = loadConsentTexts(config.consentTextsFolder, now().toISOString().slice(0, 10));
  const drafts = consentTexts.listDrafts();
  if (drafts.length > 0)
    log.warn({ code: 'consent.drafts', texts: drafts }, 'consent texts that no counsel approved');
  const keys = await readKeyRing({ keysText, dataFolder });
  const database = await openDatabase({ databaseUrl, dataFolder, keys, log, now });
  const audit = await createAudit({ database, dataFolder, log, now });
  const recordAccess = demandRecord(audit.recordAccess);
  const egress = createEgress();
  const channel = createEhrChannel({ tenants, egress, log, now });
  const smart = await createSmart({
    settings: {
      publicUrl,
      doorsFolder: folders.doors,
      localesFolder: folders.locales,
      manifestFile: join(PROJECT, 'smart-manifest.json'),
    },
    tenants,
    database,
    egress,
    recordAccess,
    readPerson: channel.readPerson,
    readStatement: channel.readStatement,
    log,
    now,
    secret: config.secretOf,
  });
  const ehr = createEhr({
    channel,
    tenants,
    tokens: smart.tokens,
    attachments: createAttachments(),
    pageLinks: createPageLinks(await database.vault.secretKey('page-links')),
  });
  const charts = createCharts({ ehr, readPermissions: smart.readPermissions, recordAccess, now });
  smart.onLaunch(charts.begin);
  const loaded = loadPacks(config.rulesFolder);
  const { packs } = loaded;
  const npiRegistry = createNpiRegistry(
    egress.forTenant({ id: 'nppes', origins: [NPI_ORIGIN], loopback: false, privateNetwork: false }),
  );
  const licences = createLicences({
    ...{ database, ehr, recordAccess, packs, now },
    trustsQualifications: (tenantId) =>
      tenants.find(({ id }) => id === tenantId)?.site?.qualificationsAreVerified === true,
    zoneOf: (tenantId) => noteSiteOf(tenants.find(({ id }) => id === tenantId)).timeZone,
    npiRegistryOf: (tenantId) =>
      tenants.find(({ id }) => id === tenantId)?.site?.asksNpiRegistry === true ? npiRegistry : null,
  });
  const instance = randomUUID();
  const journal = createJournal({ database, instance, now });
  const hospitalOf = (tenantId: string) => tenants.find(({ id }) => id === tenantId)?.name ?? '';
  const texts = readDoorTexts(folders.locales);
  const mail = createMail({
    settings: config.mail,
    say: async (language) => (await texts).say(language),
    log,
  });
  const reminders = await createReminders({
    ...{ database, mail, log, now },
    sites: tenants.flatMap(({ id, name, site }) =>
      site?.licenceRemindersTo
        ? [{ tenantId: id, hospital: name, to: site.licenceRemindersTo, address: staffDoorOf(publicUrl, id) }]
        : [],
    ),
  });
  const consents = createConsents({ database, packs, texts: consentTexts });
  const changedTexts = await consents.listChangedTexts();
  if (changedTexts.length > 0)
    log.error(
      { code: 'consent.text-changed', texts: changedTexts.map(nameText) },
      'consent texts were changed without a version of their own: whoever agreed to the other words is asked again',
    );
  const redFlags = createRedFlags({ database, packs });
  const visits = createVisits({
    ...{ database, ehr, charts, licences, smart, journal, mail, recordAccess, log, now },
    consents,
    redFlags,
    packs,
    listeningOf: (tenantId) => listeningOf(tenants.find(({ id }) => id === tenantId)),
    hospitalOf,
    publicUrl: publicUrl.origin,
  });
  const documentation = createDocumentation({
    ...{ database, visits, charts, hospitalOf, log, now },
    findPerson: (session) => whoIs(database, session),
    keepGrant: smart.deliveryTokens.keep,
    say: async (language) => (await texts).say(language),
    siteOf: (tenantId) => noteSiteOf(tenants.find(({ id }) => id === tenantId)),
    onSessionChange: smart.onChange,
    hasLoggedOut: (launchId) => hasLoggedOut(database, launchId),
  });
  const watch = createWatch(log);
  const messages = createHl7Gateway({ tenants, log, now });
  const writeBack = await createWriteBack({
    ...{ database, dataFolder, tenants, recordAccess, log, now, random: fraction },
    registry: watch.registry,
    ehr: createEhrWriter({ channel, tokens: smart.deliveryTokens, recordAccess, log, now }),
    messages,
    readStatement: channel.readStatement,
    findVisitOutline: visits.findVisitOutline,
    findSignedNote: (tenantId, id) => findSignedNote({ database }, tenantId, id),
    findConfirmedCharge: (tenantId, id) => findConfirmedCharge({ database }, tenantId, id),
    keepGrant: smart.deliveryTokens.keep,
    letGrantGo: smart.deliveryTokens.letGo,
    sweepGrants: smart.deliveryTokens.sweep,
    nameOf: visits.nameOf,
    listClinicians: (tenantId) => listClinicians(database, tenantId),
  });
  smart.onLaunch(writeBack.wake);
  const realtime = await createRealtime({
    ...{ database, journal, instance, recordAccess, log, now },
    redisUrl: config.redisUrl,
    publicOrigin: publicUrl.origin,
    sessions: smart.sessions,
    findSessionState: smart.findSessionState,
    onSessionChange: smart.onChange,
    findMember: visits.findMember,
    rows: [],
    onPresence: visits.tellPresence,
  });
  const video = await createVideo({
    ...{ tenants, database, journal, egress, log, now, turn: config.turn },
    registry: watch.registry,
    secret: config.secretOf,
    findMember: visits.findMember,
    isGoingOn: visits.isGoingOn,
    findRemoval: visits.findRemoval,
    demandSight: visits.demandSight,
  });
  let draining = false;

  const rows: Row[] = [
    ...healthRoutes({
      parts: {
        database: () => database.check(),
        keys: () => database.checkKeys(),
        audit: () => audit.check(),
        disk: () => demandDiskSpace(dataFolder),
      },
      registry: watch.registry,
      isDraining: () => draining,
    }),
    ...homeRoutes(),
    ...smart.routes,
    ...proxyRows({ ehr, publicOrigin: publicUrl.origin }),
    ...chartRoutes({ charts }),
    ...ruleRoutes({ loaded, listChangedTexts: consents.listChangedTexts, now }),
    ...licenceRoutes({ licences, database, now, nameOf: visits.nameOf }),
    ...visits.routes,
    ...documentation.routes,
    ...billingRoutes({
      ...{ database, visits, charts, redFlags, packs, recordAccess, now },
      keepGrant: smart.deliveryTokens.keep,
      labelsOf: (tenantId) => readChargeLabels(tenants.find(({ id }) => id === tenantId)?.site),
      findPerson: (session) => whoIs(database, session),
    }),
    ...writeBack.routes,
    ...video.routes,
    ...realtime.rows,
    ...shellRoutes({
      sessions: smart.sessions,
      page: () => readFile(join(folders.dist, 'index.html'), 'utf8'),
      refuse: smart.refuse,
    }),
  ];

  return {
    publicUrl,
    publicOrigin: publicUrl.origin,
    trustProxy: config.trustProxy.length > 0 ? config.trustProxy : false,
    folders,
    log,
    watch,
    rows,
    tenants,
    database,
    smart,
    licences,
    reminders,
    visits,
    documentation,
    writeBack,
    video,
    realtime,
    sessions: smart.sessions,
    frameOrigins: smart.frameOrigins,
    videoVendor: video.vendorOf,
    recordAccess,
    /** From now on `/readyz` says no, so that a balancer sends nobody new. */
    drain: () => {
      draining = true;
    },
    async close() {
      await realtime.close();
      await writeBack.close();
      await messages.close();
      await documentation.close();
      await video.close();
      await visits.close();
      await reminders.close();
      mail.close();
      await smart.close();
      await egress.close();
      await audit.close();
      await database.close();
    },
  };
}
