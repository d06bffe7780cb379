// The lists of the chart, read from a page of resources.
export { type ChartRows, type EntryListName, readChartRows } from './chart-list.ts';
