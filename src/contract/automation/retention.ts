import { z } from 'zod';
import { text } from '../common.ts';
import { condition } from './condition.ts';
import { wrong } from './wrong.ts';

const percent = z.number().min(1).max(100);
const MAXIMUM_COPIES = 16;

/** What goes into the trash by itself, as the automation file says it. Studies that are protected never do. */
export const retention = z
  .strictObject({
    /** Account whose grants say what may go. `local`: who has this machine. */
    owner: text.max(128).default('local'),
    /** What has to be true of an image, asked of one of each series. */
    if: condition.optional(),
    /** Since the last image of the series came, days. */
    olderThanDays: z.number().min(0).max(36_500),
    /** And of a study that nobody has looked at, or taken away, for so many days; see archive/study-views.ts. */
    notViewedForDays: z.number().min(0).max(36_500).optional(),
    /** Only when the disk is fuller than this, percent. */
    whenFullerThan: percent.optional(),
    /** And no more than it takes until the disk is at this, percent, once the trash is emptied. */
    untilBelow: percent.optional(),
    /** Nodes that have to say that they keep every image for good (storage commitment); without that nothing goes. */
    copies: z.array(z.string().min(1).max(64)).max(MAXIMUM_COPIES).default([]),
    /** What is on begins at once; see the preview before. */
    on: z.boolean().default(false),
  })
  .refine(
    ({ whenFullerThan, untilBelow }) => (whenFullerThan === undefined) === (untilBelow === undefined),
    wrong('plan/both-or-neither', { words: 'whenFullerThan, untilBelow' }),
  )
  .refine(
    ({ whenFullerThan = 100, untilBelow = 0 }) => untilBelow < whenFullerThan,
    wrong('plan/fuller-at-the-end'),
  );
export type RetentionDefinition = z.output<typeof retention>;
