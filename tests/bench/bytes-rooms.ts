// What a browser loads before the first thing of use stands on the screen: the patient's name in the banner for a
// clinician, the greeting by name for a patient. Page, scripts and styles of the app, as they were sent.
import type { Page } from 'playwright-core';
import { asStranger, openChromium } from './rig/chromium.ts';
import { type Hospital, mintLaunch, openHospital } from './rig/hospital.ts';
import { type Loaded, sumKb, weighLoad } from './rig/weigh.ts';
import type { BenchRow } from './row.ts';

export const ids = ['bytes.patient', 'bytes.clinician'];

export async function bench(): Promise<BenchRow[]> {
  const hospital = await openHospital();
  const browser = await openChromium();
  try {
    const rows = [
      {
        id: 'bytes.clinician',
        until: 'the patient’s name in the banner',
        words: 'MARTIN, Ada',
        visit: comeInAsClinician,
      },
      { id: 'bytes.patient', until: 'the greeting by name', words: 'Ada', visit: comeInAsPatient },
    ];
    const found: BenchRow[] = [];
    for (const { id, until, words, visit } of rows) {
      const loaded = await asStranger(browser, (page) => weighLoad(page, words, () => visit(hospital, page)));
      listHeaviest(id, loaded);
      found.push({ id, value: sumKb(loaded), unit: 'kB', baseline: `until ${until}`, n: loaded.length });
    }
    return found;
  } finally {
    await browser.close();
    await hospital.close();
  }
}

async function comeInAsClinician(hospital: Hospital, page: Page): Promise<void> {
  await page.goto((await mintLaunch(hospital)).href);
  await page.getByRole('region', { name: 'Patient' }).getByText('MARTIN, Ada').waitFor();
}

/** The EHR's log-in, choice of a record and consent stand between the door and the room. */
async function comeInAsPatient(hospital: Hospital, page: Page): Promise<void> {
  await page.goto(`${hospital.appUrl}/launch/patient.html?tenant=sandbox`);
  await page.getByLabel('Log-in name').fill('ada-martin');
  await page.getByLabel('Password').fill('sandbox');
  await page.getByRole('button', { name: 'Log in', exact: true }).click();
  await page.locator('input[name=patient][value="ada-martin"]').check();
  await page.getByRole('button', { name: 'Open this record' }).click();
  await page.getByRole('button', { name: 'Give access' }).click();
  await page.getByRole('heading', { level: 1, name: /Ada/ }).waitFor();
}

function listHeaviest(id: string, loaded: readonly Loaded[]): void {
  const heaviest = [...loaded].sort((one, other) => other.bytes - one.bytes).slice(0, 6);
  const lines = heaviest.map(
    ({ url, bytes }) => `    ${(bytes / 1000).toFixed(1)} kB ${new URL(url).pathname}`,
  );
  process.stdout.write(`  ${id}, the heaviest of ${loaded.length}:\n${lines.join('\n')}\n`);
}
