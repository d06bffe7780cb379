// What may be asked of the EHRs' FHIR servers: read, search, attachments, who somebody is, what a server can.
// It is given a token and does not know whose it is; whom an answer is about is judged by its caller.
import type { Resource } from '@medplum/fhirtypes';
import type { StatementSummary } from '#domain/launch';
import type { Egress, EgressAnswer, EgressInit, Log } from '#server/http';
import type { PersonFacts, ReadPerson } from '#server/smart';
import type { Tenant } from '#server/smart/tenants';
import { addressOfRead, baseOf, headersOf, type Line, type SearchParams } from './addresses.ts';
import { type AnswerRead, readAnswer } from './answer-of-ehr.ts';
import { type BinaryRead, readBinaryAnswer } from './binary.ts';
import { EhrFailure } from './failures.ts';
import { localise } from './localise.ts';
import { createPages, type Pages } from './pages.ts';
import { readPersonOver } from './read-person.ts';
import { createRoads } from './roads.ts';
import { createStatements } from './statements.ts';

export interface EhrChannel {
  /** Whatever the EHR answers: the caller compares type and id with what it asked for. */
  read(line: Line, type: string, id: string): Promise<Resource>;
  /** Matches of this type on all pages, without repeats; `ehr.incomplete` where they do not end. */
  search(line: Line, type: string, params: SearchParams): Promise<Resource[]>;
  pages: Pages;
  /** What changes the EHR, to an address below the line's base; the answer as it came, whatever it says. */
  send(
    line: Line,
    path: string,
    init: EgressInit & { headers: Record<string, string> },
  ): Promise<EgressAnswer>;
  /** The bytes come as they are read; `signal` ends the EHR's sending too. */
  readBinary(line: Line, id: string, signal: AbortSignal): Promise<BinaryRead>;
  readPerson: ReadPerson;
  readStatement(tenant: Tenant, fhirBase: string): Promise<StatementSummary | 'unreadable'>;
}

export interface ChannelNeeds {
  tenants: readonly Tenant[];
  egress: Egress;
  log: Log;
  now: () => Date;
}

const PAGES = 50;
const A_PAGE = 100;

export function createEhrChannel(needs: ChannelNeeds): EhrChannel {
  const roadTo = createRoads(needs);

  async function ask(line: Line, url: string): Promise<AnswerRead> {
    const answer = await roadTo(line.tenant.id).read(url, headersOf(line));
    const { resource, size } = readAnswer(answer, line.tenant.vendor);
    return { resource: localise(resource, baseOf(line)), size };
  }
  const get = async (line: Line, url: string) => (await ask(line, url)).resource;
  const pages = createPages({ ask, now: needs.now });

  async function search(line: Line, type: string, params: SearchParams): Promise<Resource[]> {
    const { resources, next } = await pages.upTo(line, PAGES, { type, params, count: A_PAGE });
    // An EHR whose pages never end has not told the whole list.
    if (next !== null) throw new EhrFailure('ehr.incomplete');
    return resources.filter(({ resourceType }) => resourceType === type);
  }

  const read = (line: Line, type: string, id: string) => get(line, addressOfRead(line, type, id));
  const statements = createStatements({
    fetch: (tenant, fhirBase) => get({ tenant, fhirBase }, `${fhirBase.replace(/\/+$/, '')}/metadata`),
    log: needs.log,
    now: needs.now,
  });
  return {
    read,
    search,
    pages,
    send: (line, path, { headers, ...init }) =>
      roadTo(line.tenant.id).send(baseOf(line) + path, {
        ...init,
        headers: { ...headersOf(line), ...headers },
      }),
    async readBinary(line, id, signal) {
      const headers = { ...headersOf(line), accept: '*/*' };
      const answer = await roadTo(line.tenant.id).open(addressOfRead(line, 'Binary', id), {
        headers,
        signal,
      });
      return readBinaryAnswer(answer, line.tenant.vendor);
    },
    readPerson: (input): Promise<PersonFacts> =>
      readPersonOver({ read, search, log: needs.log, now: needs.now }, input),
    readStatement: statements,
  };
}
