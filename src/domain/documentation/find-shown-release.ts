// Which of a visit's released summaries its patient reads.

/**
 * Oldest first. The youngest, or none: a later one stands in the place of those before it, so that when it is taken
 * back they stay replaced. What was corrected once must not come back to the patient as if it were right.
 */
export function findShownRelease<Release extends { readonly takenBackAt: unknown }>(
  releases: readonly Release[],
): Release | undefined {
  const youngest = releases.at(-1);
  return youngest?.takenBackAt === null ? youngest : undefined;
}
