import { useMutation } from '@tanstack/react-query';
import { errorOfProblem, problem } from '../../../../src/contract/index.ts';
import { useFailed } from '../use-failed.ts';

/** Studies as a zip. One comes by its own link, and the browser writes it to the disk as it comes. */
export function useDownload() {
  const onError = useFailed();
  return useMutation({
    mutationFn: async (studies: readonly string[]) => {
      const [only, ...others] = studies;
      if (only === undefined) return;
      if (others.length === 0) save(`/api/studies/${only}/zip`);
      else await saveAll(studies);
    },
    onError,
  });
}

function save(href: string, name = ''): void {
  const link = document.createElement('a');
  link.href = href;
  link.download = name;
  link.click();
}

async function saveAll(studies: readonly string[]): Promise<void> {
  const answer = await fetch('/api/zip', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ selection: { studies } }),
  });
  if (!answer.ok) throw errorOfProblem(problem.parse(await answer.json()));
  const url = URL.createObjectURL(await answer.blob());
  save(url, 'studies.zip');
  // The browser has taken it by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
