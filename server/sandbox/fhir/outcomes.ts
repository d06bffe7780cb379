// The refusals of the server: OperationOutcomes with their HTTP status. Must not know requests, and
// never carries a value out of a resource.
import { getStatus, OperationOutcomeError } from '@medplum/core';
import type { OperationOutcome, OperationOutcomeIssue } from '@medplum/fhirtypes';

/** Code system of Epic's numbered messages, as seen in its answers. */
export const EPIC_CODES = 'urn:oid:1.2.840.114350.1.13.0.1.7.2.657369';

type IssueCode = OperationOutcomeIssue['code'];

const STATUS_BY_ID: Readonly<Record<string, number>> = {
  'method-not-allowed': 405,
  'not-acceptable': 406,
  'not-processable': 422,
  'precondition-failed': 412,
  'precondition-missing': 412,
  'version-clash': 409,
  'server-error': 500,
  'out-of-space': 503,
};

/** Numbered message of a vendor, put beside the FHIR issue code. */
export interface VendorCode {
  readonly code: string;
  readonly display: string;
}

function outcome(
  id: string | undefined,
  code: IssueCode,
  text: string,
  vendor?: VendorCode,
): OperationOutcome {
  return {
    resourceType: 'OperationOutcome',
    ...(id ? { id } : {}),
    issue: [
      {
        severity: 'error',
        code,
        details: {
          ...(vendor ? { coding: [{ system: EPIC_CODES, code: vendor.code, display: vendor.display }] } : {}),
          text,
        },
        diagnostics: text,
      },
    ],
  };
}

function refusal(
  id: string | undefined,
  code: IssueCode,
  text: string,
  vendor?: VendorCode,
): OperationOutcomeError {
  return new OperationOutcomeError(outcome(id, code, text, vendor));
}

export const badQuery = (text: string, vendor?: VendorCode): OperationOutcomeError =>
  refusal(undefined, vendor ? 'required' : 'not-supported', text, vendor);
export const badInput = (text: string): OperationOutcomeError => refusal(undefined, 'invalid', text);
export const badStructure = (text: string): OperationOutcomeError => refusal(undefined, 'structure', text);
export const badValue = (issues: OperationOutcomeIssue[]): OperationOutcomeError =>
  new OperationOutcomeError({ resourceType: 'OperationOutcome', issue: issues });
export const notProcessable = (text: string, vendor?: VendorCode): OperationOutcomeError =>
  refusal('not-processable', 'not-supported', text, vendor);
export const notAllowed = (text: string): OperationOutcomeError =>
  refusal('method-not-allowed', 'not-supported', text);
export const notAcceptable = (text: string): OperationOutcomeError =>
  refusal('not-acceptable', 'not-supported', text);
export const unknownType = (type: string): OperationOutcomeError =>
  refusal('not-found', 'not-supported', `The type ${type} is not served here`);
/** Epic's 59108. */
export const elementMissing = (text: string): OperationOutcomeError =>
  refusal(undefined, 'required', text, { code: '59108', display: 'A required element is missing.' });
/** Epic's 59141. */
export const duplicateRecord = (text: string): OperationOutcomeError =>
  refusal(undefined, 'duplicate', text, { code: '59141', display: 'Attempt to create a duplicate record.' });
export const ruleBroken = (text: string): OperationOutcomeError =>
  refusal('not-processable', 'business-rule', text);
export const versionMissing = (): OperationOutcomeError =>
  refusal('precondition-missing', 'required', 'If-Match is required');
export const versionClash = (): OperationOutcomeError =>
  refusal('version-clash', 'conflict', 'If-Match names another version than the current one');
export const transactionSeen = (): OperationOutcomeError =>
  refusal('version-clash', 'duplicate', 'A transaction with this id was taken before');
export const notThere = (): OperationOutcomeError => refusal('not-found', 'not-found', 'Not found');
export const noLongerThere = (): OperationOutcomeError =>
  refusal('gone', 'deleted', 'The resource was deleted');
export const otherVersion = (): OperationOutcomeError =>
  refusal('precondition-failed', 'conflict', 'If-Match names another version than the current one');
export const tooLarge = (text: string): OperationOutcomeError =>
  refusal('content-too-large', 'too-long', text);
export const wrongMediaType = (text: string): OperationOutcomeError =>
  refusal('unsupported-media-type', 'not-supported', text);
export const noToken = (text: string, code: 'login' | 'expired' = 'login'): OperationOutcomeError =>
  refusal('unauthorized', code, text);
export const noScope = (text: string): OperationOutcomeError => refusal('forbidden', 'forbidden', text);
export const notStored = (): OperationOutcomeError =>
  refusal('out-of-space', 'no-store', 'The change could not be stored; nothing was changed');
export const serverError = (): OperationOutcomeError =>
  refusal('server-error', 'exception', 'The server failed; quote the request id');

/** HTTP status of an outcome, of ours and of the router's. */
export function statusOf(answer: OperationOutcome): number {
  return STATUS_BY_ID[answer.id ?? ''] ?? getStatus(answer);
}
