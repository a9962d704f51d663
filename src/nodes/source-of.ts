import type { KnownNode } from '../contract/index.ts';
import { hasWeb, WebSource, type WebTransferParts } from './dicomweb/index.ts';
import { hasDimse, requireDimse } from './dimse-node.ts';
import { DimseSource } from './dimse-source.ts';
import { EitherSource } from './either-source.ts';
import type { ImageSource } from './source.ts';

/** How a node is asked and fetched from: by DICOMweb where it has that, as it is sent to. */
export function sourceOf(parts: WebTransferParts, node: KnownNode): ImageSource {
  if (!hasWeb(node)) return new DimseSource(parts, requireDimse(node));
  const web = new WebSource(parts, node);
  return hasDimse(node) ? new EitherSource(web, new DimseSource(parts, node)) : web;
}
