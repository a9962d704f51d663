import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { encapsulated } from '../encapsulated.ts';
import type { ObjectProps } from '../object-props.ts';
import { type OpenPdf, openPdf } from './pdf-document.ts';

export interface Pdf {
  readonly pdf?: OpenPdf['document'] | undefined;
  /** Why there is none: it could not be read, or it is none. */
  readonly error?: unknown;
}

/** The document that is in an instance, open for as long as somebody looks at it. */
export function usePdf(props: ObjectProps): Pdf {
  const { data, error } = useQuery(encapsulated(props));
  const [opened, setOpened] = useState<Pdf>({});
  useEffect(() => {
    if (!data) return;
    let isClosed = false;
    let open: OpenPdf | undefined;
    openPdf(data).then(
      (made) => {
        if (isClosed) return made.close();
        open = made;
        setOpened({ pdf: made.document });
      },
      (failure: unknown) => setOpened({ error: failure }),
    );
    return () => {
      isClosed = true;
      setOpened({});
      open?.close();
    };
  }, [data]);
  return error ? { error } : opened;
}
