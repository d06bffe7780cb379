// What the rules propose: the lines, the reason in two lines, and unfolded on demand everything it rests on – all
// reasons with source and days, the record's evidence, the alternatives, what would change it.
import type { ChargeEntry, ChargeProposal, ChargeView } from '#domain/billing';
import { formatDate, formatInstant } from '#lib/dates';
import { hasText } from '#lib/i18n';
import { isolate } from '#lib/isolate';
import { Button } from '#ui/Button';
import { type Say, useText } from '#ui/text';

interface ProposalCardProps {
  view: ChargeView;
  pending: string | null;
  /** Null: this person cannot enter anything. */
  onUse: ((entry: ChargeEntry) => void) | null;
}

type Lines = ChargeProposal['lines'];

export function ProposalCard({ view, pending, onUse }: ProposalCardProps) {
  const say = useText();
  const { proposal, labels } = view;
  const use = (lines: Lines) => onUse?.(entryOf(lines, view.entry));
  return (
    <div className={`charge-proposal charge-${proposal.outcome}`}>
      <h3>{say(`staff.charge.outcome.${proposal.outcome}`)}</h3>
      <ClaimLines lines={proposal.lines} labels={labels} />
      <MainReason proposal={proposal} say={say} />
      {proposal.hold && <p className="strong">{say('staff.charge.law-hold')}</p>}
      {onUse && proposal.lines.length > 0 && (
        <p>
          <Button small pending={pending} onClick={() => use(proposal.lines)}>
            {say('staff.charge.use')}
          </Button>
        </p>
      )}
      <Details title={say('staff.charge.why')}>
        <ul className="charge-list">
          {proposal.reasons.map((reason) => (
            <li key={`${reason.code} ${reason.rule}`}>
              {reasonText(reason, say)}
              <span className="small soft"> {ruleText(reason, say)}</span>
            </li>
          ))}
          {proposal.avoids.map(({ carc, label }) => (
            <li key={`avoids ${carc}`}>{say('staff.charge.avoids', { carc, label })}</li>
          ))}
          {proposal.nationalRates.map(({ code, usd }) => (
            <li key={`rate ${code}`}>{say('staff.charge.rate', { code, usd: usd.toFixed(2) })}</li>
          ))}
        </ul>
        <p className="small soft">
          {say('staff.charge.packs')}{' '}
          {proposal.packs
            .map(({ pack, version, asOf }) => `${pack} ${version} (${formatDate(asOf)})`)
            .join(' · ')}
        </p>
      </Details>
      <Details title={say('staff.charge.evidence')}>
        <Evidence view={view} say={say} />
      </Details>
      {proposal.alternatives.length > 0 && (
        <Details title={say('staff.charge.alternatives', { count: proposal.alternatives.length })}>
          <ul className="charge-list">
            {proposal.alternatives.map(({ lines, separatedBy }) => (
              <li key={JSON.stringify(lines)}>
                <ClaimLines lines={lines} labels={labels} />
                <p className="small">{separatedBy}</p>
                {onUse && (
                  <Button small pending={pending} onClick={() => use(lines)}>
                    {say('staff.charge.use-this')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </Details>
      )}
      {proposal.wouldChange.length > 0 && (
        <Details title={say('staff.charge.would-change')}>
          <ul className="charge-list">
            {proposal.wouldChange.map(({ fact, to, gives }) => (
              <li key={`${fact} ${to}`}>
                {say('staff.charge.change', {
                  fact: fieldText(fact, say),
                  to: valueText(fact, to, say),
                  gives: labels[gives] ? `${gives} (${labels[gives]})` : gives,
                })}
              </li>
            ))}
          </ul>
        </Details>
      )}
    </div>
  );
}

/** Keeps the diagnoses that were entered: they do not depend on the code. */
function entryOf(lines: Lines, before: ChargeEntry | null): ChargeEntry {
  const diagnoses = before?.lines[0]?.diagnoses ?? [];
  return {
    placeOfService: lines[0]?.pos ?? null,
    lines: lines.map(({ code, modifiers, units }) => ({ code, modifiers, units, diagnoses })),
  };
}

export function ClaimLines({ lines, labels }: { lines: Lines; labels: ChargeView['labels'] }) {
  const say = useText();
  if (lines.length === 0) return null;
  return (
    <ul className="charge-lines">
      {lines.map(({ code, modifiers, pos, units }) => (
        <li key={code}>
          <span className="charge-code">{[code, ...modifiers].join('-')}</span>
          {units > 1 && <span className="strong"> × {units}</span>}
          {labels[code] && <span> {labels[code]}</span>}
          <span className="small soft">
            {modifiers.flatMap((one) => (labels[one] ? ` · ${one}: ${labels[one]}` : [])).join('')}
            {pos && ` · ${say('staff.charge.pos', { pos, label: labels[pos] ?? '' })}`}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Line one: why, in words. Line two: the rule, its source and its days. */
function MainReason({ proposal, say }: { proposal: ChargeProposal; say: Say }) {
  const { reasons, outcome } = proposal;
  const first =
    outcome === 'needs-review'
      ? (reasons.find(({ code }) => code === 'missing-fact') ?? reasons[0])
      : (reasons.find(({ code }) => code.startsWith('level-by')) ?? reasons[0]);
  if (!first) return null;
  return (
    <div className="charge-reason">
      <p>{reasonText(first, say)}</p>
      <p className="small soft">{ruleText(first, say)}</p>
    </div>
  );
}

type Reason = ChargeProposal['reasons'][number];

function reasonText({ code, rule, carc }: Reason, say: Say): string {
  const key = `staff.charge.reason.${code}`;
  const words = hasText(key) ? say(key, { field: fieldText(rule, say) }) : code;
  return carc ? `${words} (CARC ${carc})` : words;
}

function ruleText(
  { rule, source, effectiveFrom, effectiveTo, certainty, verified }: Reason,
  say: Say,
): string {
  return [
    rule,
    source,
    effectiveFrom && say('staff.charge.from', { date: formatDate(effectiveFrom) }),
    effectiveTo && say('staff.charge.to', { date: formatDate(effectiveTo) }),
    certainty && say(`staff.charge.certainty.${certainty}`),
    verified && say('staff.charge.verified', { by: isolate(verified.by), date: formatDate(verified.on) }),
  ]
    .filter(Boolean)
    .join(' · ');
}

export function fieldText(rule: string, say: Say): string {
  const name = rule === 'mdm' ? 'decisionMaking' : (rule.split('.')[0] ?? rule);
  const key = `staff.charge.field.${name}`;
  return hasText(key) ? say(key) : rule;
}

function valueText(fact: string, to: string | number | boolean, say: Say): string {
  const key = `staff.charge.value.${fact === 'mdm' ? 'level' : fact}.${to}`;
  return hasText(key) ? say(key) : String(to);
}

function Details({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <details className="charge-details">
      <summary>{title}</summary>
      <div className="charge-unfolded">{children}</div>
    </details>
  );
}

function Evidence({ view, say }: { view: ChargeView; say: Say }) {
  const { evidence } = view;
  return (
    <ul className="charge-list">
      {evidence.modalities.map(({ modality, from, reason }) => (
        <li key={`modality ${from}`}>
          {say('staff.charge.evidence.modality', {
            modality: say(`staff.charge.way.${modality}`),
            time: formatInstant(from),
            reason: say(`staff.charge.way.reason.${reason}`),
          })}
        </li>
      ))}
      {evidence.locations.map(({ where, from, saidBy }) => (
        <li key={`place ${from}`}>
          {say('staff.charge.evidence.place', {
            place: say(`staff.charge.value.patientPlace.${where.place}`),
            state: where.state ?? where.country,
            time: formatInstant(from),
            by: say(`staff.charge.by.${saidBy}`),
          })}
        </li>
      ))}
      {evidence.admittedAt && (
        <li>
          {say('staff.charge.evidence.times', {
            from: formatInstant(evidence.admittedAt),
            until: evidence.endedAt ? formatInstant(evidence.endedAt) : say('staff.charge.evidence.goes-on'),
          })}
        </li>
      )}
      {evidence.callMinutes !== null && (
        <li>{say('staff.charge.evidence.call', { minutes: evidence.callMinutes })}</li>
      )}
      {evidence.people.length > 0 && (
        <li>
          {say('staff.charge.evidence.people', {
            people: evidence.people.map(({ name }) => isolate(name ?? '–')).join(', '),
          })}
        </li>
      )}
      {evidence.coverage?.map((line) => (
        <li key={line}>{say('staff.charge.evidence.coverage', { line: isolate(line) })}</li>
      ))}
      {evidence.coverage?.length === 0 && <li>{say('staff.charge.evidence.no-coverage')}</li>}
      {evidence.coverage === null && (
        <li>
          {say(
            evidence.coverageMissing === 'not-at-this-door'
              ? 'staff.charge.evidence.coverage-elsewhere'
              : 'staff.charge.evidence.coverage-failed',
          )}
        </li>
      )}
    </ul>
  );
}
