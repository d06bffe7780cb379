// Addresses of further pages as our own, sealed: the browser sees neither the EHR's host nor its parameters, and
// a link of one launch opens nothing in another.
import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';

export interface PageLink {
  type: string;
  /** Address at the EHR. */
  url: string;
}

export interface PageLinks {
  /** Path on our origin. */
  seal(launchId: string, link: PageLink): string;
  /** Null for what was not sealed here for this launch. */
  open(launchId: string, page: string): PageLink | null;
}

const NONCE = 12;
const TAG = 16;

export function createPageLinks(key: KeyObject): PageLinks {
  return {
    seal(launchId, { type, url }) {
      const nonce = randomBytes(NONCE);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(launchId));
      const sealed = Buffer.concat([cipher.update(JSON.stringify([type, url]), 'utf8'), cipher.final()]);
      const page = Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
      return `/l/${launchId}/fhir/page/${page}`;
    },
    open(launchId, page) {
      const whole = Buffer.from(page, 'base64url');
      if (whole.length <= NONCE + TAG) return null;
      const decipher = createDecipheriv('aes-256-gcm', key, whole.subarray(0, NONCE), { authTagLength: TAG });
      decipher.setAAD(Buffer.from(launchId)).setAuthTag(whole.subarray(NONCE, NONCE + TAG));
      try {
        const plain = Buffer.concat([decipher.update(whole.subarray(NONCE + TAG)), decipher.final()]);
        const [type, url] = JSON.parse(plain.toString('utf8')) as [string, string];
        return { type, url };
      } catch {
        // Not ours, or of another launch: there is no such page.
        return null;
      }
    },
  };
}
