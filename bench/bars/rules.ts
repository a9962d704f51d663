import { pause } from '../../src/base/index.ts';
import { TemporaryAutomation } from '../../test/support/automation.ts';
import type { Bar } from '../bar.ts';
import type { Result } from '../result.ts';
import { takeTurns, taking } from '../turns.ts';

const RULES = 500;
const PER_SERIES = 100;
const SERIES = 2;
/** Ten per cent more time. */
const RATIO = 0.91;

const ASK_EVERY_MS = 1_000;

const modalities = ['CT', 'MR', 'PT', 'US', 'XA'];

/** Most look at each image; none does anything, so that asking alone is measured. */
function ruleOf(number: number) {
  const modality = modalities[number % modalities.length];
  return {
    when: number % 5 === 0 ? 'series quiet' : 'instance received',
    if: {
      Modality: modality,
      any: [{ SeriesDescription: `*protocol ${number}*` }, { SliceThickness: { above: 100 + number } }],
      StudyDescription: { matches: `^trial (${number}|x+)$` },
    },
    do: [{ label: `rule-${number}` }],
  };
}

const fiveHundred = Object.fromEntries(
  Array.from({ length: RULES }, (_, number) => [`rule-${number}`, ruleOf(number)]),
);

/** Bar 6 of automation: what is taken in while 500 rules are asked about each image, beside the same without rules. */
export const rulesBar: Bar = {
  name: 'rules',
  run: async (context) => {
    const images = context.quick ? 10_000 : 100_000;
    const turns = await takeTurns(
      context,
      `rules, ${images} images`,
      taking(context, [
        { name: 'isocenter', rules: fiveHundred },
        { name: 'no rules', rules: {} },
      ]),
      ({ rules }) => imagesPerSecond(images, rules),
      (rate) => `${rate.toFixed(0)} images/s`,
    );
    const result: Result = {
      ...{
        bar: 6,
        what: `Taking in ${images} images with ${RULES} rules`,
        unit: 'images/s',
        better: 'higher',
      },
      ...{ ours: turns.of('isocenter', (rate) => rate), peer: turns.peer('no rules', (rate) => rate) },
      wanted: { kind: 'ratio', atLeast: RATIO },
    };
    return [result];
  },
};

/** Until all are here and the rules have been asked about the last one. */
async function imagesPerSecond(images: number, rules: object): Promise<number> {
  await using home = await TemporaryAutomation.open();
  await home.say(JSON.stringify({ rules }));
  const studies = images / (SERIES * PER_SERIES);
  const shape = { studies, seriesPerStudy: SERIES, instancesPerSeries: PER_SERIES };
  using source = home.prepare(shape);
  const taken = new AbortController();
  const asking = askUntil(home, taken.signal);
  const started = performance.now();
  await home.takeFrom(source);
  taken.abort();
  await asking;
  return images / ((performance.now() - started) / 1_000);
}

/** As the archive does it beside everything else, and once more at the end. */
async function askUntil({ automation }: TemporaryAutomation, taken: AbortSignal): Promise<void> {
  const go = new AbortController().signal;
  while (!taken.aborted) {
    await automation.lookNow(go);
    await pause(ASK_EVERY_MS, taken);
  }
  await automation.lookNow(go);
}
