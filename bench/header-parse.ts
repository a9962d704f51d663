/**
 * How many headers one thread parses per second, from memory: an MR instance of 35 KB with an 80-element header, all
 * elements located, and the ~60 attributes that the catalog keeps decoded.
 *
 *   node bench/header-parse.ts [seconds]
 */
import {
  type Dataset,
  HeaderParser,
  type Tag,
  tags,
  transferSyntax,
  writeDataset,
} from '../src/dicom/index.ts';
import { corpusInstance } from '../test/support/corpus.ts';

const seconds = Number(process.argv[2] ?? 1);

for (const syntax of [transferSyntax.explicitVrLittleEndian, transferSyntax.implicitVrLittleEndian]) {
  const instance = corpusInstance(
    { kind: 'mr', studies: 1, instancesPerSeries: 1 },
    { study: 0, series: 0, instance: 0 },
  );
  const bytes = writeDataset(instance.dataset, syntax.uid);
  const wanted = wantedTags(instance.dataset);
  const rate = measure(() => parseAndDecode(bytes, syntax.uid, wanted), seconds);
  console.log(
    `${syntax.uid}: ${Math.round(rate)} headers/s, ${instance.dataset.length - 1} elements, ${wanted.length} decoded`,
  );
}

/** Sixty elements with text or numbers of the header, identifying ones first. */
function wantedTags(dataset: Dataset): readonly Tag[] {
  const header = [...dataset].filter((element) => element.tag < tags.PixelData);
  return header
    .filter(({ vr }) => vr.kind !== 'bytes' && vr.kind !== 'sequence')
    .map(({ tag }) => tag)
    .slice(0, 60);
}

function parseAndDecode(bytes: Uint8Array, uid: string, wanted: readonly Tag[]): number {
  const header = new HeaderParser({ transferSyntaxUid: uid }).push(bytes);
  if (!header) throw new Error('no header');
  let length = 0;
  for (const tag of wanted) {
    const element = header.dataset.get(tag)!;
    if (element.vr.kind === 'int' || element.vr.kind === 'decimal') length += header.dataset.number(tag) ?? 0;
    else length += header.dataset.string(tag)?.length ?? 0;
  }
  return length;
}

/** The best tenth of a second: what else the machine does must not count. */
function measure(work: () => number, forSeconds: number): number {
  const slices = Array.from({ length: forSeconds * 10 }, () => rateOf(work, 100));
  return Math.max(...slices);
}

function rateOf(work: () => number, forMs: number): number {
  const start = performance.now();
  let count = 0;
  while (performance.now() - start < forMs) {
    for (let i = 0; i < 100; i++) work();
    count += 100;
  }
  return (count * 1000) / (performance.now() - start);
}
