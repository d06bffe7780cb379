// The chart: what the EHR's record says of this launch's patient.
export { type Charts, createCharts } from './held-charts.ts';
export { chartRoutes } from './routes.ts';
