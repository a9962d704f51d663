import type { FastifyRequest } from 'fastify';
import { IsocenterError } from '../../base/index.ts';

/** Where all DICOM web services are. */
export const ROOT = '/dicom-web';

/** The entity that a path names, from the study inwards. */
export interface Target {
  readonly study?: string;
  readonly series?: string;
  readonly instance?: string;
}

/** Tolerant of UIDs that break PS3.5 9.1 in what archives really hold, never of anything else. */
const UID = /^[0-9.]{1,64}$/;

export function requireUid(value: string): string {
  if (UID.test(value)) return value;
  throw new IsocenterError('input/invalid', { reason: 'The path holds something that is not a UID.' });
}

/** The UIDs of a path. */
export function targetOf({ params }: FastifyRequest): Target {
  const { study, series, instance } = params as Target;
  return {
    ...(study !== undefined && { study: requireUid(study) }),
    ...(series !== undefined && { series: requireUid(series) }),
    ...(instance !== undefined && { instance: requireUid(instance) }),
  };
}

/** `http://host/dicom-web`, as the client sees it. */
export const serviceRoot = ({ protocol, host }: FastifyRequest): string => `${protocol}://${host}${ROOT}`;

/** The path of an entity below the service root. */
export function pathOf({ study, series, instance }: Target): string {
  const inSeries = series === undefined ? '' : `/series/${series}`;
  return `/studies/${study}${inSeries}${instance === undefined ? '' : `/instances/${instance}`}`;
}
