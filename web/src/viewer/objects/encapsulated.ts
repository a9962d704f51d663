/** The document that is in an instance (PS3.3 C.24.2). */
import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { bulkData, instancePath, type JsonInstance, numbersIn, textIn } from '../../api/dicom-web.ts';
import { saveBlob } from '../../components/save.ts';
import { useFailed } from '../../components/use-failed.ts';
import type { ObjectProps } from './object-props.ts';
import { objectTags as tags } from './tags.ts';

/** Its bytes, without what makes their number even. */
export const encapsulated = ({ study, series, instance }: ObjectProps) => {
  const uid = textIn(instance, tags.SOPInstanceUID);
  return queryOptions({
    queryKey: ['encapsulated', study, series, uid],
    queryFn: async ({ signal }) => {
      const path = instancePath(study, series, uid);
      const bytes = await bulkData(path, tags.EncapsulatedDocument, signal);
      return bytes.subarray(0, lengthIn(instance) ?? bytes.length);
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
};

const lengthIn = (instance: JsonInstance): number | undefined =>
  numbersIn(instance, tags.EncapsulatedDocumentLength)[0];

/** Saves it to the disk of who reads it. */
export function useEncapsulatedFile(props: ObjectProps, name: string): () => void {
  const client = useQueryClient();
  const onError = useFailed();
  return () => {
    // A browser saves bytes whatever they are, and runs nothing of them.
    const asBlob = (bytes: Uint8Array<ArrayBuffer>) =>
      new Blob([bytes], { type: 'application/octet-stream' });
    client.fetchQuery(encapsulated(props)).then((bytes) => saveBlob(asBlob(bytes), name), onError);
  };
}
