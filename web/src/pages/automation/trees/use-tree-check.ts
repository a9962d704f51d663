import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';

/** Findings that are named; the others are counted. */
const shown = 10;

/** Compares the files of a tree with what was made, in words. */
export function useTreeCheck(name: string) {
  const { t } = useTranslation('automation');
  return useMutation({
    mutationFn: async () => {
      const lines: string[] = [];
      let more = 0;
      const verifying = api.treeVerify({ name });
      for (;;) {
        const step = await verifying.next();
        if (step.done) {
          const { checked, missing, changed } = step.value;
          if (more > 0) lines.push(t('moreFindings', { count: more }));
          return { title: t('verified', { count: checked }), isFine: missing + changed === 0, lines };
        }
        if (step.value.kind !== 'finding') continue;
        const { path, problem } = step.value;
        if (lines.length < shown) lines.push(t(`finding_${problem}`, { path }));
        else more++;
      }
    },
  });
}
