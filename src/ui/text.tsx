// The words of a screen: every text a person sees comes through here.
import { useLingui } from '@lingui/react';

/** Gives the message of a key in the page's language; `values` fill its ICU places. */
export type Say = (key: string, values?: Record<string, unknown>) => string;

export function useText(): Say {
  const { i18n } = useLingui();
  return (key, values) => i18n._(key, values);
}
