// The browser starts here.
import { startApp } from './app/index.ts';

startApp();
