// R4 datatypes as strict shapes with tolerant edges, and the one way in which a profile reads an entry.
export { decodeText, encodeText } from './base64-text.ts';
export { AS_WRITTEN, markDecimals, PRECISION } from './decimals.ts';
export {
  Annotation,
  Backbone,
  Coding,
  Concept,
  DateTime,
  Identifier,
  listCodes,
  nameOf,
  Period,
  Quantity,
  Range,
  Ratio,
  Reference,
  SimpleText,
  textOf,
} from './elements.ts';
export { printQuantity, readAmount } from './quantity.ts';
export { buildEntry, type Entry, EntryFrame, type Read, readEntry } from './read-entry.ts';
export { readReferenceId } from './references.ts';
