// A note or document as the chart lists it, read from a US Core DocumentReference.
export { readDocumentReference } from './document-reference.ts';
