// The credential register on the screen: who may treat where, verified by whom. Its page and words travel when
// somebody opens it.
import { lazy } from 'react';
import { speak } from '#lib/i18n';

export const CredentialsPage = lazy(() =>
  Promise.all([import('./CredentialsPage.tsx'), speak('en', 'licensure')]).then(([page]) => ({
    default: page.CredentialsPage,
  })),
);

export const EndingLicences = lazy(() =>
  Promise.all([import('./EndingLicences.tsx'), speak('en', 'licensure')]).then(([part]) => ({
    default: part.EndingLicences,
  })),
);
