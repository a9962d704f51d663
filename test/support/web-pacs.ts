import type { RequestListener, ServerResponse } from 'node:http';
import type { CorpusInstance } from './corpus.ts';
import { multipartOf } from './multipart.ts';
import { replyJson } from './web-node.ts';

/** A request to a PACS with DICOMweb below `/wado`. */
export interface PacsRequest {
  /** Below the root of the service, without its query. */
  readonly path: string;
  readonly isSearch: boolean;
}

/** True: it is answered, and not as it would be else. */
type Answer = (request: PacsRequest, response: ServerResponse) => boolean;

const ui = (value: string) => ({ vr: 'UI', Value: [value] });
const is = (value: number) => ({ vr: 'IS', Value: [value] });
const perSeries = (images: readonly CorpusInstance[]) =>
  Map.groupBy(images, ({ seriesInstanceUid }) => seriesInstanceUid);

/** A PACS that has these images, searches and gives them, and answers some requests as a test says. */
export function webPacs(images: readonly CorpusInstance[], answer: Answer = () => false): RequestListener {
  return ({ url }, response) => {
    const { pathname, searchParams } = new URL(url!, 'http://a');
    const path = pathname.replace('/wado', '');
    const isSearch = searchParams.has('limit');
    if (answer({ path, isSearch }, response)) return;
    const [, , study, , series, , instance] = path.split('/');
    const fits = images.filter(
      (image) =>
        [image.studyInstanceUid, undefined].includes(study) &&
        [image.seriesInstanceUid, undefined].includes(series) &&
        [image.sopInstanceUid, undefined].includes(instance),
    );
    const of = (one: CorpusInstance) => ({ '0020000D': ui(one.studyInstanceUid) });
    const rows = (): readonly object[] => {
      if (path.endsWith('/instances')) return fits.map((one) => ({ '00080018': ui(one.sopInstanceUid) }));
      if (path.endsWith('/series'))
        return [...perSeries(fits)].map(([uid, own]) => ({
          '0020000E': ui(uid),
          '00201209': is(own.length),
        }));
      const wanted = searchParams.get('StudyInstanceUID');
      const studies = Map.groupBy(fits, ({ studyInstanceUid }) => studyInstanceUid);
      return [...studies.values()]
        .filter(([one]) => [one!.studyInstanceUid, null].includes(wanted))
        .map((own) => ({ ...of(own[0]!), '00201206': is(perSeries(own).size) }));
    };
    if (isSearch) {
      const offset = Number(searchParams.get('offset') ?? 0);
      return replyJson(response, 200, rows().slice(offset, offset + Number(searchParams.get('limit'))));
    }
    if (fits.length === 0) return void response.writeHead(404).end();
    const { boundary, body } = multipartOf(
      fits.map((image) => ({ type: 'application/dicom', body: image.encode() })),
    );
    const type = `multipart/related; type="application/dicom"; boundary=${boundary}`;
    response.writeHead(200, { 'content-type': type }).end(body);
  };
}
