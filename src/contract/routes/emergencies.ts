/** Emergencies: what an account opens for itself, for a while, that it does not see otherwise. */
import { z } from 'zod';
import { text, timestamp, uid } from '../common.ts';
import type { PlainRoute } from '../route.ts';
import { rulesScope } from './access.ts';

/** An emergency is over after so long, or opened again. */
const mostEmergencyMinutes = 240;
const defaultMinutes = 60;

const emergency = z.object({
  /** That of the grant which it is. */
  id: z.string(),
  account: z.string(),
  reason: z.string(),
  /** What it opened. */
  rules: rulesScope.shape.rules,
  openedAt: timestamp,
  expiresAt: timestamp,
});
export type Emergency = z.output<typeof emergency>;

/** Whose data can be seen now. */
const opened = z.object({
  /** Their keys. */
  patients: z.array(z.string()),
  /** What there is of them now, up to 1,000; what comes later is open too when a patient was named. */
  studies: z.array(uid),
});
export type Opened = z.output<typeof opened>;

export const emergencyRoutes = {
  breakGlass: {
    method: 'POST',
    path: '/api/break-glass',
    right: 'breakGlass',
    summary:
      'See a patient or a study in an emergency, for a while; administrators are told, with the reason',
    body: z.object({
      reason: z.string().trim().min(10).max(500),
      /** All patients with this ID. */
      patientId: z.string().min(1).max(64).optional(),
      studyInstanceUid: uid.optional(),
      minutes: z.int().min(1).max(mostEmergencyMinutes).default(defaultMinutes),
    }),
    result: z.object({ expiresAt: timestamp, opened }),
  },
  emergenciesList: {
    method: 'GET',
    path: '/api/break-glass',
    right: 'breakGlass',
    summary: 'What is open in an emergency: your own; for administrators, that of everybody',
    result: z.object({ emergencies: z.array(emergency) }),
  },
  emergencyEnd: {
    method: 'DELETE',
    path: '/api/break-glass/:id',
    right: 'breakGlass',
    summary: 'End an emergency before its time',
    params: z.object({ id: text.max(64) }),
    result: z.object({ ended: z.string() }),
  },
} as const satisfies Record<string, PlainRoute>;
