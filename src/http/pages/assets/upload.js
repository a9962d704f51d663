/*
 * Sends the files that somebody chooses or drops, by the tus protocol 1.0 (https://tus.io/protocols/resumable-upload). What was
 * interrupted goes on where it was, after the network is back and after the page was closed: which upload belongs to a file is
 * remembered by its name, size and time.
 */
(() => {
  const page = document.querySelector('[data-uploads]');
  const endpoint = page.dataset.uploads;
  const [zone, status, bar, list] = ['zone', 'status', 'bar', 'list'].map((name) =>
    page.querySelector(`[data-part=${name}]`),
  );
  const CHUNK_BYTES = 4 * 1024 * 1024;
  const AT_ONCE = 3;
  const LONGEST_WAIT_MS = 30_000;
  const POLL_MS = 1_500;
  const MOST_TOLD = 200;
  /** HTTP 507: there is no room for it. */
  const FULL = 507;
  /** Refusals that pass: too slow, at another offset, in use by another request, too early, too many. */
  const PASSING = [408, 409, 423, 425, 429];
  const tus = { 'tus-resumable': '1.0.0' };
  const queue = [];
  const total = {
    files: 0,
    bytes: 0,
    sentBytes: 0,
    sent: 0,
    images: 0,
    known: 0,
    other: 0,
    failed: 0,
    done: 0,
  };
  let running = 0;

  for (const input of page.querySelectorAll('input[type=file]'))
    input.addEventListener('change', () => {
      add([...input.files].map((file) => ({ file, path: file.webkitRelativePath || file.name })));
      input.value = '';
    });
  zone.addEventListener('dragover', (event) => {
    event.preventDefault();
    zone.classList.add('over');
  });
  zone.addEventListener('dragleave', () => zone.classList.remove('over'));
  zone.addEventListener('drop', async (event) => {
    event.preventDefault();
    zone.classList.remove('over');
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry()).filter(Boolean);
    for (const entry of entries) add(await filesIn(entry));
  });
  addEventListener('beforeunload', (event) => {
    if (running > 0) event.preventDefault();
  });

  /** Everything in a folder, folders in it included. */
  async function filesIn(entry) {
    const path = entry.fullPath.replace(/^\//, '');
    if (entry.isFile) return [{ file: await new Promise((yes, no) => entry.file(yes, no)), path }];
    const reader = entry.createReader();
    const found = [];
    for (;;) {
      // A reader gives some hundred entries at a time.
      const some = await new Promise((yes, no) => reader.readEntries(yes, no));
      if (some.length === 0) return found;
      for (const each of some) found.push(...(await filesIn(each)));
    }
  }

  /** The index of a disc says nothing that its images do not, and hidden files are the computer's own. */
  const isWanted = ({ file, path }) => file.size > 0 && !/(^|\/)(\.[^/]*|DICOMDIR|Thumbs\.db)$/i.test(path);

  function add(files) {
    for (const one of files.filter(isWanted)) {
      total.files++;
      total.bytes += one.file.size;
      queue.push(one);
    }
    show();
    while (running < AT_ONCE && queue.length > 0) void work();
  }

  async function work() {
    running++;
    for (let one = queue.shift(); one; one = queue.shift()) {
      try {
        count(await resultOf(await send(one)), one);
      } catch (error) {
        total.failed++;
        tell(`${one.path}: ${error.message}`);
      }
      total.done++;
      show();
    }
    running--;
    show();
  }

  /** Sends one file to its end; answers the id of the upload, which is that of the job that takes it in. */
  async function send({ file, path }) {
    const key = `upload ${path} ${file.size} ${file.lastModified}`;
    let counted = 0;
    for (let failures = 0; ; ) {
      try {
        const upload = (await found(localStorage.getItem(key))) ?? (await create(file, path));
        localStorage.setItem(key, upload.url);
        let { offset } = upload;
        for (;;) {
          total.sentBytes += offset - counted;
          counted = offset;
          show();
          if (offset >= file.size) break;
          offset = await append(upload.url, file, offset);
          failures = 0;
        }
        localStorage.removeItem(key);
        total.sent++;
        return upload.url.split('/').at(-1);
      } catch (error) {
        if (error.isFinal) {
          // A disk that is full has room again some day, and then it goes on where it was.
          if (error.status !== FULL) localStorage.removeItem(key);
          throw error;
        }
        await pauseAfter(error, ++failures);
      }
    }
  }

  /** Small files travel with the request that announces them. */
  async function create(file, path) {
    const first = file.slice(0, CHUNK_BYTES);
    const name = btoa(String.fromCharCode(...new TextEncoder().encode(path.slice(-200))));
    const response = await ask(endpoint, 'POST', first, {
      'upload-length': String(file.size),
      'upload-metadata': `filename ${name}`,
      'content-type': 'application/offset+octet-stream',
    });
    const url = new URL(response.headers.get('location'), location.href).pathname;
    return { url, offset: Number(response.headers.get('upload-offset') ?? 0) };
  }

  /** Where an upload that was begun has got to; undefined when the server knows it no more. */
  async function found(url) {
    if (!url) return undefined;
    const response = await fetch(url, { method: 'HEAD', headers: tus });
    if (response.status >= 500) throw new Error(`the server answered ${response.status}`);
    if (!response.ok) return undefined;
    return { url, offset: Number(response.headers.get('upload-offset')) };
  }

  async function append(url, file, offset) {
    const response = await ask(url, 'PATCH', file.slice(offset, offset + CHUNK_BYTES), {
      'upload-offset': String(offset),
      'content-type': 'application/offset+octet-stream',
    });
    return Number(response.headers.get('upload-offset'));
  }

  async function ask(url, method, body, headers) {
    const response = await fetch(url, { method, body, headers: { ...tus, ...headers } });
    if (response.ok) return response;
    const problem = await response.json().catch(() => ({}));
    throw refusal(
      problem.detail ?? problem.title ?? `the server answered ${response.status}`,
      response.status,
    );
  }

  /** Asking again would not help where the link has ended or takes no more, what is sent is not taken, or the disk is full. */
  function refusal(message, status) {
    const isFinal = status === FULL || (status >= 400 && status < 500 && !PASSING.includes(status));
    return Object.assign(new Error(message), { status, isFinal });
  }

  /** What became of it. */
  async function resultOf(id) {
    for (let failures = 0; ; ) {
      let job;
      try {
        job = await jobOf(id);
        failures = 0;
      } catch (error) {
        if (error.isFinal) throw error;
        await pauseAfter(error, ++failures);
        continue;
      }
      if (job.state === 'done') return job.result.counts;
      if (job.state === 'failed' || job.state === 'cancelled')
        throw new Error(job.failure?.detail ?? job.failure?.title ?? 'it was not taken in');
      await pause(POLL_MS);
    }
  }

  /** The job that takes in what was sent; while there is none the server has yet to begin it. */
  async function jobOf(id) {
    const response = await fetch(`/api/jobs/${id}`);
    if (response.ok) return await response.json();
    if (response.status === 404) return { state: 'queued' };
    throw refusal(
      response.status === 401 ? 'this link has ended' : `the server answered ${response.status}`,
      response.status,
    );
  }

  async function pauseAfter(error, failures) {
    say(`The connection was lost. Trying again… (${error.message})`);
    await pause(Math.min(LONGEST_WAIT_MS, 500 * 2 ** failures));
  }

  function count(counts, { path }) {
    total.images += (counts.stored ?? 0) + (counts.conflict ?? 0) + (counts.kept ?? 0);
    total.known += counts['already-there'] ?? 0;
    total.other += counts['not-dicom'] ?? 0;
    total.failed += counts.broken ?? 0;
    if (counts.broken) tell(`${path}: ${counts.broken} could not be read`);
  }

  function show() {
    bar.max = Math.max(1, total.bytes);
    bar.value = total.sentBytes;
    bar.hidden = total.files === 0;
    const { files, done, images, known, other, failed } = total;
    if (files === 0) return;
    const parts = [
      `${done} of ${files} files`,
      `${images} images taken in`,
      known > 0 && `${known} were there already`,
      other > 0 && `${other} are no images`,
      failed > 0 && `${failed} failed`,
    ];
    say(`${parts.filter(Boolean).join(', ')}.${done === files ? ' Done; you may close this page.' : ''}`);
  }

  function say(text) {
    status.textContent = text;
  }

  function tell(text) {
    if (list.childElementCount >= MOST_TOLD) return;
    list.append(Object.assign(document.createElement('li'), { textContent: text }));
  }

  const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
})();
