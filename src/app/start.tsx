// Starts the app: the session is asked for at once, while the words are still coming.
import { I18nProvider } from '@lingui/react';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { sessionQuery } from '#features/launch';
import { i18n, preferredLanguage, speak } from '#lib/i18n';
import { launchIdOf } from '#lib/paths';
import '#ui/theme';
import { App } from './App.tsx';
import { Boundary } from './Boundary.tsx';
import { createQueryClient } from './query-client.ts';

export async function startApp(): Promise<void> {
  const launchId = launchIdOf(window.location.pathname);
  const client = createQueryClient();
  if (launchId) void client.prefetchQuery(sessionQuery(launchId));
  const place = document.getElementById('app');
  if (!place) throw new Error('index.html has no place for the app');
  await speak(preferredLanguage(navigator.languages), 'app');
  createRoot(place).render(
    <StrictMode>
      <I18nProvider i18n={i18n}>
        <QueryClientProvider client={client}>
          <Boundary>
            <App launchId={launchId} />
          </Boundary>
        </QueryClientProvider>
      </I18nProvider>
    </StrictMode>,
  );
}
