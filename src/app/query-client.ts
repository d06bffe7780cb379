// The memory of the screens. Any answer about another patient, whoever asked, empties it of the record.
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { forgetWrongPatient, isWrongPatient } from '#features/chart';

export function createQueryClient(): QueryClient {
  const onError = (error: Error) => {
    if (isWrongPatient(error)) forgetWrongPatient(client);
  };
  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
  });
  return client;
}
