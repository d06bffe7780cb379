// Where a patient can say they are: kinds of place (what the place-of-service code needs) and the states and
// territories of the United States by their USPS codes. Data alone.

/** As in contracts/rules.md, `patientPlace`. */
export const PLACES = [
  'home',
  'clinic',
  'hospital',
  'nursing-facility',
  'school',
  'work',
  'vehicle',
  'other',
] as const;

/** USPS Publication 28, appendix B: states, the district, territories, freely associated states, forces' addresses. */
export const STATE_CODES = [
  ...['AL', 'AK', 'AZ', 'AR', 'CA', 'CO', 'CT', 'DE', 'DC', 'FL', 'GA', 'HI', 'ID', 'IL', 'IN', 'IA', 'KS'],
  ...['KY', 'LA', 'ME', 'MD', 'MA', 'MI', 'MN', 'MS', 'MO', 'MT', 'NE', 'NV', 'NH', 'NJ', 'NM', 'NY', 'NC'],
  ...['ND', 'OH', 'OK', 'OR', 'PA', 'RI', 'SC', 'SD', 'TN', 'TX', 'UT', 'VT', 'VA', 'WA', 'WV', 'WI', 'WY'],
  ...['AS', 'GU', 'MP', 'PR', 'VI', 'FM', 'MH', 'PW', 'AA', 'AE', 'AP'],
];

export function isStateCode(text: string): boolean {
  return STATE_CODES.includes(text);
}
