// Signs that cannot wait, on the server: what is asked, what was told, and how a visit stands after it.
export { createRedFlags, type RedFlagRegister, type Speaker } from './register.ts';
