// What the build provides beside files: compiled messages and style sheets.
declare module 'virtual:messages/*' {
  import type { Messages } from '@lingui/core';

  const messages: Messages;
  export default messages;
}
declare module '*.css';

declare module '*?url' {
  const address: string;
  export default address;
}
