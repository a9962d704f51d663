/** Images as films that every program plays: one GIF for the images of a series, one for each image with several frames. */
import type { Archive, NamedFile, Selector, StoredInstance, StreamedFile } from '../../archive/index.ts';
import { asIsocenterError, IsocenterError } from '../../base/index.ts';
import type { Caller } from '../../contract/index.ts';
import { tags } from '../../dicom/index.ts';
import type { RenderedPicture, Renderer } from '../../render/index.ts';
import { NotIncluded } from './not-included.ts';
import { framesOf, stemOf } from './picture-files.ts';

interface FilmsAsked {
  readonly selection: readonly Selector[];
  readonly template: string;
}

interface FilmParts {
  readonly archive: Archive;
  readonly renderer: Renderer;
}

type Image = Pick<NamedFile, 'path' | 'header' | 'instance'>;

/** Images of one film, in their order, and what its file is called: as its first image would be. */
interface Film {
  readonly path: string;
  /** What all of its images have in common. */
  readonly kind: string;
  readonly instances: StoredInstance[];
}

/** The names of films, image by image: an image that goes into the film of those before it has none. */
export function filmNaming(): (file: Image) => string[] {
  let last: Film | undefined;
  return (file) => {
    if (last?.kind === kindOf(file)) return [];
    last = filmFrom(file);
    return [last.path];
  };
}

/** What is no image, or cannot be drawn, is named in a text file at the end. */
export async function* filmFiles(
  { archive, renderer }: FilmParts,
  caller: Caller,
  { selection, template }: FilmsAsked,
  signal: AbortSignal,
): AsyncGenerator<StreamedFile, void, void> {
  const left = new NotIncluded();
  let drawn = 0;
  for await (const film of filmsOf(
    archive.exportNamed(caller.actor, caller.scope, { selection, template }),
    left,
  )) {
    try {
      const { bytes } = await draw(renderer, caller, film, signal);
      drawn++;
      yield { path: film.path, size: bytes.length, content: [bytes] };
    } catch (error) {
      const { code, message } = asIsocenterError(error);
      if (signal.aborted || code.startsWith('catalog/')) throw error;
      for (const { sopInstanceUid } of film.instances) left.add(sopInstanceUid, message);
    }
  }
  if (drawn === 0) throw new IsocenterError('pixels/none');
  yield* left.files();
}

/** They come series by series. */
async function* filmsOf(
  files: ReturnType<Archive['exportNamed']>,
  left: NotIncluded,
): AsyncGenerator<Film, void, void> {
  let film: Film | undefined;
  for await (const file of files) {
    if ('reason' in file) left.add(file.sopInstanceUid, file.reason.title);
    else if (film?.kind === kindOf(file)) film.instances.push(file.instance);
    else {
      if (film) yield film;
      film = filmFrom(file);
    }
  }
  if (film) yield film;
}

/** With several frames it is a film of its own, as fast as it says. */
const draw = (
  renderer: Renderer,
  caller: Caller,
  { instances }: Film,
  signal: AbortSignal,
): Promise<RenderedPicture> =>
  instances.length === 1
    ? renderer.rendered(caller, instances[0]!, { format: 'gif' }, signal)
    : renderer.film(caller, instances, signal);

const filmFrom = (file: Image): Film => ({
  path: `${stemOf(file.path)}.gif`,
  kind: kindOf(file),
  instances: [file.instance],
});

const shape = [tags.Rows, tags.Columns, tags.SamplesPerPixel];

/** A series, and how its pictures lie in memory: a GIF has one size, and is grey or not. */
function kindOf({ header, instance }: Image): string {
  const { seriesInstanceUid, sopInstanceUid } = instance;
  if (framesOf(header) > 1) return sopInstanceUid;
  return [
    seriesInstanceUid,
    header.string(tags.PhotometricInterpretation),
    ...shape.map((tag) => header.number(tag)),
  ].join(' ');
}
