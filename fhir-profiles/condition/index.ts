// A problem as the chart lists it, read from a US Core Condition.
export { readCondition } from './condition.ts';
