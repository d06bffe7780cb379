// Contrast of two colours, and which colours of somebody else's style we may take over. Must not know
// where a colour comes from.

/** WCAG 2.2 1.4.3 for text, 1.4.11 for edges and focus. */
export const TEXT_CONTRAST = 4.5;
export const EDGE_CONTRAST = 3;

/** Relative luminance (WCAG 2.2) of `#rgb` or `#rrggbb`; `null` for anything else. */
function luminanceOf(colour: string): number | null {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(colour);
  const hex = short
    ? `#${short
        .slice(1)
        .map((digit) => digit + digit)
        .join('')}`
    : colour;
  const found = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex);
  if (!found) return null;
  const [red = 0, green = 0, blue = 0] = found.slice(1).map((pair) => {
    const share = Number.parseInt(pair, 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** 1 (the same) to 21 (black on white); `null` when one of the two is no hex colour. */
export function contrastOf(one: string, other: string): number | null {
  const a = luminanceOf(one);
  const b = luminanceOf(other);
  if (a === null || b === null) return null;
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** What of our look stands on paper or beside the accent. */
export const STYLE_TOKENS = [
  ...(['accent', 'paper', 'ink', 'soft', 'good', 'care', 'stop', 'edge'] as const),
  ...(['on-accent', 'accent-wash', 'ground', 'sunk'] as const),
] as const;
export type StyleTokens = Record<(typeof STYLE_TOKENS)[number], string>;

/** Colours of an EHR's style (SMART `smart_style_url`); absent: it offers none. */
export interface OfferedStyle {
  accent?: string;
  paper?: string;
}

/** Accent and paper of an EHR's style, each taken only where everything of ours that meets it stays readable. */
export function decideStyle(offered: OfferedStyle, ours: StyleTokens): { accent: string; paper: string } {
  const reads = (front: string, back: string, least = TEXT_CONTRAST) =>
    (contrastOf(front, back) ?? 0) >= least;
  const fitsAsPaper = (paper: string) =>
    (['ink', 'soft', 'good', 'care', 'stop'] as const).every((token) => reads(ours[token], paper)) &&
    reads(ours.edge, paper, EDGE_CONTRAST);
  const fitsAsAccent = (accent: string, paper: string) =>
    [paper, ours.ground, ours.sunk, ours['accent-wash']].every((back) => reads(accent, back)) &&
    reads(ours['on-accent'], accent);
  const paper = offered.paper && fitsAsPaper(offered.paper) ? offered.paper : ours.paper;
  const accent = offered.accent && fitsAsAccent(offered.accent, paper) ? offered.accent : ours.accent;
  return reads(accent, paper) ? { accent, paper } : { accent: ours.accent, paper: ours.paper };
}
