/**
 * Builds the web app when what it is made of is not what the last build was made of. Plain JavaScript, as install.mjs.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ownNode, root } from './install.mjs';
import { alone } from './lock.mjs';

/** What the app is made of; the folders of src/ are those that it may import. */
const sources = [
  'web',
  'src/base',
  'src/contract',
  'src/client',
  'src/dicom',
  'src/nifti',
  'src/pixels',
  'src/waveform',
];
const isOutput = /^web[\\/](dist|dist-new|node_modules)([\\/]|$)/;
const built = join(root, 'web', 'dist');
const config = join(root, 'web', 'vite.config.ts');
const stamp = join(built, '.made-of');

/** Whether there is an app that is up to date afterwards; what went wrong has been said. */
export function ensureWebAppBuilt() {
  // A package that was published has the app, and not what it is made of.
  if (!existsSync(config) || isUpToDate()) return true;
  return alone(
    join(root, '.building-web-app'),
    () => isUpToDate() || build(),
    () => console.error('isocenter: another command is building the web app; waiting for it.'),
  );
}

const isUpToDate = () => readIfThere(stamp) === digestOfSources();

function build() {
  console.error('isocenter: building the web app. This happens once, and after each update.');
  const madeOf = digestOfSources();
  const target = join(root, 'web', 'dist-new');
  rmSync(target, { recursive: true, force: true });
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const args = [vite, 'build', '--logLevel', 'error', '--outDir', target, '--emptyOutDir'];
  // Standard output belongs to the program that is started afterwards.
  const { status } = spawnSync(ownNode, args, { cwd: join(root, 'web'), stdio: ['ignore', 2, 2] });
  if (status !== 0) {
    console.error('isocenter: the web app could not be built; the messages above say why.');
    return false;
  }
  mkdirSync(target, { recursive: true });
  writeFileSync(join(target, '.made-of'), madeOf);
  rmSync(built, { recursive: true, force: true });
  renameSync(target, built);
  return true;
}

function digestOfSources() {
  const digest = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  for (const folder of sources) {
    const entries = readIfFolder(join(root, folder)).sort();
    for (const entry of entries) {
      const name = join(folder, entry);
      if (isOutput.test(name) || /\.test\.tsx?$/.test(name)) continue;
      const content = readIfThere(join(root, name));
      if (content !== undefined) digest.update(`${name}\0${content.length}\0`).update(content);
    }
  }
  return digest.digest('hex');
}

function readIfFolder(path) {
  try {
    return readdirSync(path, { recursive: true });
  } catch {
    return [];
  }
}

/** undefined for folders, too. */
function readIfThere(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
