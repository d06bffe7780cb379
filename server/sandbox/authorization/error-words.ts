// OAuth errors in words, for the pages behind `error_uri` and for requests that cannot go back to the app.

const WORDS: Record<string, string> = {
  'client-persona-mismatch':
    'The app is registered for another persona. Staff apps use the provider address, patients’ apps the patient address: start from the FHIR base of the right persona.',
  access_denied: 'The person did not give access.',
  invalid_request: 'Something required is missing from the request or is wrong in it.',
  invalid_scope: 'The request asks for scopes that cannot be given.',
  unauthorized_client: 'The app is not registered for this kind of request.',
  login_required: 'Somebody has to log in first.',
  server_error: 'The record system failed.',
};

export function sayError(error: string): string {
  return WORDS[error] ?? 'The request was refused.';
}
