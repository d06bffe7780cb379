// A visit as its own records tell it, for areas that write of it afterwards: what was said and done, by whom, when.
// Nothing is concluded here; what was not recorded is null or an empty list.
import type { ListeningPurpose } from '#domain/consent';
import type { EvidenceEvent } from './evidence.ts';
import type { GatePart, GateVerdict, OverrideView } from './gate-view.ts';
import type { ParticipantRole } from './participant-table.ts';
import type { GuestRole, LocationLine, ModalityLine } from './visit-parts.ts';
import type { VisitState } from './visit-state.ts';

/** Instants are ISO 8601, UTC. `until` null: still there. */
export interface Stay {
  readonly from: string;
  readonly until: string | null;
}

export interface RecordedPerson {
  readonly participantId: string;
  readonly role: ParticipantRole;
  readonly guestRole: GuestRole | null;
  /** BCP-47; of an interpreter. */
  readonly language: string | null;
  readonly name: string | null;
  /** Relative reference, where the EHR gave one. */
  readonly fhirUser: string | null;
  /** Whose sessions they came in by; null: nobody has come. Never shown. */
  readonly personKey: string | null;
  readonly wasAdmitted: boolean;
  /** When they were connected, in order. */
  readonly stays: readonly Stay[];
}

export interface RecordedConsent {
  readonly kind: 'telehealth' | 'recording' | 'ai-listening';
  /** Whom it is about. A guest's own yes never stands for the patient's. */
  readonly givenFor: 'patient' | 'guest' | 'proxy' | 'staff';
  readonly agreed: boolean;
  readonly version: string;
  readonly language: 'en' | 'es';
  readonly by: 'self' | 'parent' | 'guardian' | 'proxy';
  /** Who said it, as they go by. */
  readonly name: string | null;
  readonly givenAt: string;
  readonly withdrawnAt: string | null;
  /** The way of meeting it was given for; null: it speaks of every way. */
  readonly modality: 'video' | 'audio' | null;
  /** `spoken`: a clinician heard it and wrote it down. */
  readonly way: 'signed' | 'spoken';
  readonly heard: {
    readonly by: string;
    readonly interpreter: string | null;
    readonly witness: string | null;
  } | null;
}

/** The gate at a moment that mattered, by what was written down then: parts, rows and versions by name, no words. */
export interface GateLine {
  readonly at: string;
  readonly event: EvidenceEvent;
  readonly parts: readonly {
    readonly part: GatePart;
    readonly verdict: GateVerdict;
    /** Ids of the rows and rules it rested on. */
    readonly rules: readonly string[];
    /** Who went on after "needs review"; null: nobody had to. */
    readonly overriddenBy: string | null;
    /** Who attested the exception that was judged; null: none was. */
    readonly exceptionBy: string | null;
  }[];
}

/** Of a visit's record what whoever delivers its papers asks: whose it is, made from what, when it was, who held it. */
export interface VisitOutline
  extends Pick<VisitRecord, 'visitId' | 'tenantId' | 'patientId' | 'patientName' | 'birthDate'>,
    Pick<VisitRecord, 'source' | 'about' | 'plannedStart' | 'admittedAt' | 'endedAt'> {
  /** Null: nobody has it in hand yet. */
  readonly host: Pick<RecordedPerson, 'personKey' | 'name' | 'fhirUser'> | null;
}

export interface VisitRecord {
  readonly visitId: string;
  readonly tenantId: string;
  readonly state: VisitState;
  /** FHIR id in this tenant. */
  readonly patientId: string;
  readonly patientName: string | null;
  /** As recorded: YYYY, YYYY-MM or YYYY-MM-DD. */
  readonly birthDate: string | null;
  /** The EHR's record it was made from; `own`: none. */
  readonly source: { readonly kind: 'encounter' | 'appointment' | 'own'; readonly id: string | null };
  /** The EHR's words for what it is about. */
  readonly about: string | null;
  readonly plannedStart: string | null;
  readonly plannedEnd: string | null;
  /** Null: care was never begun. */
  readonly admittedAt: string | null;
  /** Null: it goes on, or was never begun. */
  readonly endedAt: string | null;
  readonly emergency: { readonly at: string; readonly reason: string; readonly by: string } | null;
  /** Each holds until the next; the first may be older than the admission. */
  readonly modalities: readonly ModalityLine[];
  readonly locations: readonly LocationLine[];
  /** What the clinician compared, at each admission. */
  readonly identity: readonly {
    readonly at: string;
    readonly identifiers: readonly string[];
    readonly by: string | null;
  }[];
  readonly people: readonly RecordedPerson[];
  readonly consents: readonly RecordedConsent[];
  /** What everybody was asked in this visit, and when all had agreed and it might be on. That it was used is not said. */
  readonly listening: readonly {
    readonly purpose: ListeningPurpose;
    readonly spans: readonly Stay[];
  }[];
  /** In their order; empty: nobody was let in. */
  readonly gate: readonly GateLine[];
  readonly overrides: readonly OverrideView[];
  /** Codes, why a person must look before it is billed. */
  readonly billingReview: readonly string[];
}
