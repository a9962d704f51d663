import type { EntryForm } from '../entries/changed.ts';
import { allImages, type ChosenImages, chosenImagesOf, conditionOf } from '../entries/chosen-images.ts';
import { numberOf, type Says, textsOf } from '../entries/says.ts';

/** What is said of a retention in its dialog, and how the automation file says it. */
export interface RetentionFields extends ChosenImages {
  readonly name: string;
  readonly olderThanDays: number;
  /** Only what nobody has looked at for so many days. */
  readonly isForUnseen: boolean;
  readonly notViewedForDays: number;
  /** Only while the disk is fuller than `high`, percent, and until it is at `low`. */
  readonly isForDisk: boolean;
  readonly high: number;
  readonly low: number;
  /** Nodes that have to have every image. */
  readonly copies: readonly string[];
}

export const newRetention: RetentionFields = {
  ...{ name: '', olderThanDays: 365, isForUnseen: false, notViewedForDays: 90, ...allImages },
  ...{ isForDisk: true, high: 85, low: 75, copies: [] },
};

/** Whether it can be meant: the disk is to be less full in the end than when it begins. */
export const isPossible = ({ isForDisk, high, low }: RetentionFields): boolean => !isForDisk || low < high;

function retentionFieldsOf(name: string, says: Says): RetentionFields {
  return {
    name,
    olderThanDays: numberOf(says.olderThanDays, newRetention.olderThanDays),
    isForUnseen: 'notViewedForDays' in says,
    notViewedForDays: numberOf(says.notViewedForDays, newRetention.notViewedForDays),
    ...chosenImagesOf(says.if),
    isForDisk: 'whenFullerThan' in says,
    high: numberOf(says.whenFullerThan, newRetention.high),
    low: numberOf(says.untilBelow, newRetention.low),
    copies: textsOf(says.copies),
  };
}

/** The retention as the automation file has it. */
export function retentionOf(fields: RetentionFields) {
  const { olderThanDays, isForUnseen, notViewedForDays, isForDisk, high, low, copies } = fields;
  return {
    ...conditionOf(fields),
    olderThanDays,
    ...(isForUnseen && { notViewedForDays }),
    ...(isForDisk && { whenFullerThan: high, untilBelow: low }),
    ...(copies.length > 0 && { copies: [...copies] }),
  };
}

export const retentionForm: EntryForm<RetentionFields> = {
  ...{ fieldsOf: retentionFieldsOf, entryOf: retentionOf },
};
