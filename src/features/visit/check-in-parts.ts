// What the questions of the check-in share.
import type { ReactNode } from 'react';
import type { CheckInAnswer, PatientVisitView } from '#domain/visit';

/** Whom the visit is for, as the record says. */
export interface Subject {
  name: string;
  /** As recorded: YYYY, YYYY-MM or YYYY-MM-DD; null: not recorded. */
  birthDate: string | null;
}

export interface QuestionProps {
  visit: PatientVisitView;
  /** Words while the answer is on its way; null otherwise. */
  pending: string | null;
  onAnswer: (answer: CheckInAnswer) => void;
}

type DeviceAnswer = Extract<CheckInAnswer, { question: 'devices' }>['answer'];

/** Tries camera and microphone where the patient sees and hears themselves; owned by the video screens. */
export type DeviceCheckSlot = (check: {
  pending: string | null;
  onResult: (result: DeviceAnswer) => void;
}) => ReactNode;
