// A small Clinical Document (HL7 CDA R2) as other hospitals send them: header and one section of text.
import type { Patient } from '@medplum/fhirtypes';
import { displayName } from './chart.ts';
import { escapeXml } from './narrative.ts';

export function buildCda(patient: Patient, title: string, on: string, text: string): string {
  const day = on.replaceAll('-', '');
  const mrn = patient.identifier?.[0]?.value ?? '';
  const birth = (patient.birthDate ?? '').replaceAll('-', '');
  return `<?xml version="1.0" encoding="UTF-8"?>
<ClinicalDocument xmlns="urn:hl7-org:v3">
  <realmCode code="US"/>
  <typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/>
  <id root="2.999.1" extension="${patient.id}-${day}"/>
  <code code="34133-9" codeSystem="2.16.840.1.113883.6.1" displayName="Summary of episode note"/>
  <title>${escapeXml(title)}</title>
  <effectiveTime value="${day}"/>
  <confidentialityCode code="N" codeSystem="2.16.840.1.113883.5.25"/>
  <languageCode code="en-US"/>
  <recordTarget>
    <patientRole>
      <id root="2.999.2" extension="${mrn}"/>
      <patient>
        <name>${escapeXml(displayName(patient))}</name>
        <birthTime value="${birth}"/>
      </patient>
    </patientRole>
  </recordTarget>
  <component>
    <structuredBody>
      <component>
        <section>
          <code code="8648-8" codeSystem="2.16.840.1.113883.6.1" displayName="Hospital course Narrative"/>
          <title>Hospital course</title>
          <text>${escapeXml(text)}</text>
        </section>
      </component>
    </structuredBody>
  </component>
</ClinicalDocument>
`;
}
