// Once any answer of this launch was about somebody else, nothing of the record may stay on the screen.
import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { ApiError } from '#lib/api';

/** Our server refused a record because it names another patient than the launch does. */
export function isWrongPatient(error: unknown): boolean {
  return error instanceof ApiError && error.status === 409 && error.code === 'wrong-patient';
}

/** True from the first such answer on, for as long as this page lives. */
export const wrongPatientQuery = queryOptions({
  queryKey: ['wrong-patient'],
  queryFn: (): boolean => false,
  initialData: false,
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: Number.POSITIVE_INFINITY,
});

/** Takes the whole record out of memory and remembers why. */
export function forgetWrongPatient(client: QueryClient): void {
  client.setQueryData(wrongPatientQuery.queryKey, true);
  const stays: unknown[] = ['session', 'wrong-patient'];
  const isRecord = ({ queryKey }: { queryKey: readonly unknown[] }) => !stays.includes(queryKey[0]);
  void client.cancelQueries({ predicate: isRecord });
  client.removeQueries({ predicate: isRecord });
}
