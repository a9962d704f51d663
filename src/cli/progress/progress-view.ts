/** Progress of a long operation: a bar where a person watches, a line now and then elsewhere. */
import type { Progress } from '../../contract/index.ts';
import type { Output } from '../frame/output.ts';
import { formatBytes, formatCount, formatDuration } from '../text/quantities.ts';
import { Meter, type Pace } from './meter.ts';

export interface ProgressView {
  update(progress: Progress): void;
  /** A line that stays, above the bar. */
  note(text: string): void;
  stop(): void;
}

export const silentProgress: ProgressView = { update() {}, note() {}, stop() {} };

/** `unit` is what is counted, in the plural: "files". */
export async function createProgressView(out: Output, unit: string): Promise<ProgressView> {
  return out.isTerminal ? createBar(unit) : createLines(out, unit);
}

async function createBar(unit: string): Promise<ProgressView> {
  const { SingleBar } = await import('cli-progress');
  const bar = new SingleBar({
    format: '{bar} {text}',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: (process.stderr.columns ?? 80) < 80 ? 8 : 24,
    hideCursor: true,
    clearOnComplete: true,
    // We handle Ctrl-C: the operation is told to stop, and says how far it came.
    gracefulExit: false,
  });
  const meter = new Meter();
  bar.start(1, 0, { text: 'starting' });
  return {
    update(progress) {
      const pace = meter.add(progress, performance.now() / 1000);
      bar.setTotal(progress.total ?? 0);
      bar.update(progress.done, { text: progressText(progress, pace, unit) });
    },
    note(text) {
      process.stderr.write(`\r\x1b[K${text}\n`);
    },
    stop: () => bar.stop(),
  };
}

const secondsBetweenLines = 5;

function createLines(out: Output, unit: string): ProgressView {
  const meter = new Meter();
  let last = performance.now() / 1000;
  return {
    update(progress) {
      const now = performance.now() / 1000;
      const pace = meter.add(progress, now);
      if (now - last < secondsBetweenLines) return;
      last = now;
      out.tell(progressText(progress, pace, unit));
    },
    note: (text) => out.tell(text),
    stop() {},
  };
}

/** `1,200 of 5,000 files · 310/s · 45 MB/s · 12 s left` */
export function progressText({ done, total, bytes }: Progress, pace: Pace, unit: string): string {
  const amount = total === undefined ? formatCount(done) : `${formatCount(done)} of ${formatCount(total)}`;
  const parts = [`${amount} ${unit}`];
  if (pace.perSecond > 0) parts.push(`${formatCount(Math.round(pace.perSecond))}/s`);
  if (bytes !== undefined && pace.bytesPerSecond > 0) parts.push(`${formatBytes(pace.bytesPerSecond)}/s`);
  if (pace.secondsLeft !== undefined) parts.push(`${formatDuration(pace.secondsLeft)} left`);
  return parts.join(' · ');
}
