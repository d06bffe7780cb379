// The write-back: what was signed, confirmed, begun and ended, put into the EHR once, with a receipt for each.
export { markRestored } from './watch-restore.ts';
export { createWriteBack, type WriteBack, type WriteBackPartsNeeds } from './write-back.ts';
