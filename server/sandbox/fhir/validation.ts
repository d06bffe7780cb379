// Whether a resource may be stored: structure, cardinality and invariants by the FHIR definitions, required
// bindings, and periods that end before they begin. Must not know personalities or access.
import type { CrawlerVisitor, TypedValueWithPath } from '@medplum/core';
import { crawlTypedValue, toTypedValue, validateResource } from '@medplum/core';
import type { CodeableConcept, Coding, OperationOutcomeIssue, Period, Resource } from '@medplum/fhirtypes';
import type { Definitions } from './definitions.ts';
import { badValue } from './outcomes.ts';
import { readSpan } from './search-dates.ts';

const BASE64_LIMIT_BYTES = 10 * 1024 * 1024;

/** Throws an OperationOutcomeError that lists every fault; messages name the path, never the value. */
export function checkResource(resource: Resource, definitions: Definitions): void {
  validateResource(resource, { base64BinaryMaxBytes: BASE64_LIMIT_BYTES });
  const issues: OperationOutcomeIssue[] = [];
  crawlTypedValue(toTypedValue(resource), new BindingVisitor(definitions, issues), {
    skipMissingProperties: true,
  });
  if (issues.length > 0) {
    throw badValue(issues);
  }
}

class BindingVisitor implements CrawlerVisitor {
  private readonly definitions: Definitions;
  private readonly issues: OperationOutcomeIssue[];

  constructor(definitions: Definitions, issues: OperationOutcomeIssue[]) {
    this.definitions = definitions;
    this.issues = issues;
  }

  visitProperty: CrawlerVisitor['visitProperty'] = (_parent, key, _path, values, schema) => {
    const binding = schema.elements[key]?.binding;
    const codes =
      binding?.strength === 'required' && binding.valueSet
        ? this.definitions.codesOf(binding.valueSet)
        : undefined;
    for (const value of values.flat()) {
      if (codes && !isListed(value, codes)) {
        this.report(
          value.path,
          'code-invalid',
          `The value is not in the required value set ${binding?.valueSet}`,
        );
      }
      if (value.type === 'Period' && endsBeforeItStarts(value.value as Period)) {
        this.report(value.path, 'invariant', 'The period ends before it starts');
      }
    }
  };

  private report(path: string, code: OperationOutcomeIssue['code'], text: string): void {
    this.issues.push({ severity: 'error', code, details: { text }, diagnostics: text, expression: [path] });
  }
}

/** Text alone satisfies a CodeableConcept; a coding of another system is allowed beside a listed one. */
function isListed({ type, value }: TypedValueWithPath, codes: ReadonlySet<string>): boolean {
  if (value === undefined || value === null) {
    return true;
  }
  switch (type) {
    case 'CodeableConcept': {
      const codings = (value as CodeableConcept).coding ?? [];
      return codings.length === 0 || codings.some((coding) => isCoded(coding, codes));
    }
    case 'Coding':
      return isCoded(value as Coding, codes);
    default:
      return typeof value !== 'string' || [...codes].some((each) => each.endsWith(`|${value}`));
  }
}

function isCoded(coding: Coding, codes: ReadonlySet<string>): boolean {
  return codes.has(`${coding.system}|${coding.code}`);
}

function endsBeforeItStarts(period: Period | undefined): boolean {
  const start = readSpan(period?.start ?? '');
  const end = readSpan(period?.end ?? '');
  return start !== undefined && end !== undefined && end.end <= start.start;
}
