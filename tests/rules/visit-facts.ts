// Facts of an ordinary Medicare visit by video at home, to be changed by each vignette.

export const DAY = '2026-11-20';
export const visit = (more: object): object => ({
  serviceDate: DAY,
  payer: { kind: 'medicare-b' },
  service: 'office-visit',
  modality: 'video',
  patientPlace: 'home',
  ...more,
});
export const seen = (more: object): object => visit({ patientIsNew: false, ...more });
export const isNew = (more: object): object => visit({ patientIsNew: true, ...more });
export const cannot = { modality: 'audio', audioOnlyReason: 'patient-cannot', clinicianVideoCapable: true };
export const pays = (name: string, more: object): object =>
  seen({ payer: { kind: 'commercial', name }, ...more });
