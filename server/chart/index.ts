// The chart: what the EHR's record says of this launch's patient.
export { chartRoutes } from './routes.ts';
