// The browser's app: start, router, session, and the screen for each kind of person.
export { startApp } from './start.tsx';
