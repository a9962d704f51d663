/** Images as pictures that every program opens: one file for each frame, drawn as the data set says that it is shown. */
import type { Archive, NamedFile, Selector, StreamedFile } from '../../archive/index.ts';
import { asIsocenterError, IsocenterError } from '../../base/index.ts';
import type { Caller } from '../../contract/index.ts';
import { tagOf } from '../../dicom/index.ts';
import type { Renderer } from '../../render/index.ts';
import { NotIncluded } from './not-included.ts';

type Format = 'png' | 'jpeg';

interface PicturesAsked {
  readonly selection: readonly Selector[];
  readonly template: string;
  readonly format: Format;
}

/** In one zip. A browser waits for each to be drawn. */
const maximumPictures = 100_000;
const endings: Readonly<Record<Format, string>> = { png: '.png', jpeg: '.jpg' };
const numberOfFrames = tagOf('NumberOfFrames')!;

/** The names of the pictures of an instance, one for each frame: several are in a folder of their own. */
export function pictureNaming(format: Format): (file: Pick<NamedFile, 'path' | 'header'>) => string[] {
  return ({ path, header }) => {
    const stem = stemOf(path);
    const frames = Math.min(framesOf(header), maximumPictures);
    if (frames === 1) return [`${stem}${endings[format]}`];
    const digits = String(frames).length;
    return Array.from(
      { length: frames },
      (_, at) => `${stem}/${String(at + 1).padStart(digits, '0')}${endings[format]}`,
    );
  };
}

/** A path without what says the kind of the file. */
export const stemOf = (path: string): string => path.replace(/\.[A-Za-z0-9]{1,8}$/, '');

export const framesOf = (header: NamedFile['header']): number =>
  Math.max(1, Number(header.strings(numberOfFrames)[0] ?? 1) || 1);

/** What is no image, or cannot be drawn, is named in a text file at the end. */
export async function* pictureFiles(
  { archive, renderer }: { readonly archive: Archive; readonly renderer: Renderer },
  caller: Caller,
  { selection, template, format }: PicturesAsked,
  signal: AbortSignal,
): AsyncGenerator<StreamedFile, void, void> {
  const naming = pictureNaming(format);
  const left = new NotIncluded();
  let drawn = 0;
  for await (const file of archive.exportNamed(caller.actor, caller.scope, { selection, template })) {
    if ('reason' in file) {
      left.add(file.sopInstanceUid, file.reason.title);
      continue;
    }
    const { instance } = file;
    try {
      for (const [frame, path] of naming(file).entries()) {
        if (drawn === maximumPictures)
          throw new IsocenterError('dicom/limit', {
            ...{ what: 'The number of pictures in one zip', value: drawn + 1, limit: maximumPictures },
          });
        const { bytes } = await renderer.rendered(caller, instance, { frame, format }, signal);
        drawn++;
        yield { path, size: bytes.length, content: [bytes] };
      }
    } catch (error) {
      const { code, message } = asIsocenterError(error);
      if (signal.aborted || code.startsWith('catalog/')) throw error;
      left.add(instance.sopInstanceUid, message);
    }
  }
  if (drawn === 0) throw new IsocenterError('pixels/none');
  yield* left.files();
}
