import { type Failure, isFailure, type Outcome } from '../../../archive/index.ts';
import type { IsocenterError } from '../../../base/index.ts';
import type { JsonDataset, JsonElement } from '../../../dicom/index.ts';
import { pathOf } from '../paths.ts';

type Success = Extract<Outcome, { stored: unknown }>;

/**
 * The status of the answer (PS3.18 10.5.3.1): 200 all stored, 202 some, 409 none. When it is our disk or database that
 * failed, trying again later is the thing to do, so 503.
 */
export function statusOf(outcomes: readonly Outcome[]): number {
  const failures = outcomes.filter(isFailure);
  if (failures.length === 0) return 200;
  if (failures.length < outcomes.length) return 202;
  return failures.every(({ failed }) => failed.httpStatus >= 500) ? 503 : 409;
}

/** The Store Instances Response Module (PS3.18 10.5.3.3, annex I) in the DICOM JSON model. */
export function responseModel(outcomes: readonly Outcome[], serviceRoot: string): JsonDataset {
  const stored = outcomes.filter((outcome): outcome is Success => !isFailure(outcome));
  const failed = outcomes.filter(isFailure);
  const named = failed.filter(({ sopInstanceUid }) => sopInstanceUid !== undefined);
  const unnamed = failed.filter(({ sopInstanceUid }) => sopInstanceUid === undefined);
  const studies = new Set(stored.map(({ stored: { studyInstanceUid } }) => studyInstanceUid));
  const [study] = studies;
  return {
    ...(studies.size === 1 && { '00081190': url(`${serviceRoot}${pathOf({ study: study! })}`) }),
    ...sequence('00081198', named.map(failedItem)),
    ...sequence(
      '00081199',
      stored.map((each) => storedItem(each, serviceRoot)),
    ),
    ...sequence(
      '0008119A',
      unnamed.map(({ failed: error }) => reason(error)),
    ),
  };
}

function storedItem({ stored, sopClassUid }: Success, serviceRoot: string): JsonDataset {
  const { studyInstanceUid, seriesInstanceUid, sopInstanceUid } = stored;
  const target = { study: studyInstanceUid, series: seriesInstanceUid, instance: sopInstanceUid };
  return {
    '00081150': uid(sopClassUid),
    '00081155': uid(sopInstanceUid),
    '00081190': url(`${serviceRoot}${pathOf(target)}`),
  };
}

function failedItem({ failed, sopClassUid, sopInstanceUid }: Failure): JsonDataset {
  return { '00081150': uid(sopClassUid), '00081155': uid(sopInstanceUid), ...reason(failed) };
}

/** Failure Reason (0008,1197), PS3.18 table I.2-2; its row in the register says which. */
const reason = ({ dimseStatus }: IsocenterError): JsonDataset => ({
  '00081197': { vr: 'US', Value: [dimseStatus] },
});

const url = (value: string): JsonElement => ({ vr: 'UR', Value: [value] });
const uid = (value: string | undefined): JsonElement => ({ vr: 'UI', ...(value && { Value: [value] }) });

const sequence = (tag: string, items: readonly JsonDataset[]): JsonDataset =>
  items.length === 0 ? {} : { [tag]: { vr: 'SQ', Value: items } };
