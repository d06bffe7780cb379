// Takes over the EHR's accent and paper where everything of ours stays readable on them; again when the page
// turns light or dark. Custom properties alone: no sheet, no address, no word of the EHR comes into the page.
import { getJson } from '#lib/api';
import { decideStyle, type OfferedStyle, STYLE_TOKENS, type StyleTokens } from '#lib/contrast';
import { apiPath } from '#lib/paths';

export async function wearStyle(launchId: string): Promise<void> {
  const offered = await askStyle(launchId);
  const root = document.documentElement;
  const wear = () => {
    for (const token of ['accent', 'paper']) root.style.removeProperty(`--${token}`);
    const drawn = getComputedStyle(root);
    const ours = Object.fromEntries(
      STYLE_TOKENS.map((token) => [token, drawn.getPropertyValue(`--${token}`).trim()]),
    ) as StyleTokens;
    const { accent, paper } = decideStyle(offered, ours);
    if (accent !== ours.accent) root.style.setProperty('--accent', accent);
    if (paper !== ours.paper) root.style.setProperty('--paper', paper);
  };
  wear();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', wear);
}

/** Our own look is never an error. */
function askStyle(launchId: string): Promise<OfferedStyle> {
  return getJson<OfferedStyle>(apiPath(launchId, 'style'), {}).catch(() => ({}));
}
