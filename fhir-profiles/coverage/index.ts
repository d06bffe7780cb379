// Who pays, read from a US Core Coverage.
export { readCoverage } from './coverage.ts';
