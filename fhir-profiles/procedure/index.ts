// A procedure, read from a US Core Procedure.
export { readProcedure } from './procedure.ts';
