/**
 * Installs what package-lock.json says when it is not there yet. Plain JavaScript for any Node from 18 on: it runs
 * before the project's own Node exists.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { alone } from './lock.mjs';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const isWindows = process.platform === 'win32';
/** The Node pinned in package.json. */
export const ownNode = join(root, 'node_modules', 'node', 'bin', isWindows ? 'node.exe' : 'node');

/** Commands started at the same time install once: the others wait, and look again. */
export function ensureInstalled() {
  if (whyInstall() === undefined) return;
  const isInstalled = alone(
    join(root, '.installing'),
    () => {
      const reason = whyInstall();
      return reason === undefined || install(reason);
    },
    () => console.error('isocenter: another command is installing the packages; waiting for it.'),
  );
  if (!isInstalled) process.exit(1);
}

function install(reason) {
  console.error(
    `isocenter: installing the packages it needs into node_modules (${reason}). This happens once.`,
  );
  // `npm ci` refuses a lockfile that lacks a package of another platform; `npm install` copes, and changes no file of ours.
  if (npm('ci') || npm('install', '--no-save')) return true;
  console.error(
    'isocenter: npm could not install the packages; its messages above say why. Nothing was started.',
  );
  return false;
}

/** Compares contents, not dates: a checkout changes dates and no package. */
function whyInstall() {
  if (!existsSync(ownNode)) return 'they are not there yet';
  const wanted = packagesOf('package-lock.json');
  const present = packagesOf('node_modules/.package-lock.json');
  const differs = Object.entries(wanted).some(([path, { version, optional }]) => {
    if (path === '' || (optional && !present[path])) return false;
    return present[path]?.version !== version;
  });
  return differs ? 'package-lock.json has changed' : undefined;
}

function packagesOf(lockfile) {
  try {
    return JSON.parse(readFileSync(join(root, lockfile), 'utf8')).packages ?? {};
  } catch {
    return {};
  }
}

function npm(...command) {
  const args = [...command, '--no-audit', '--no-fund', '--loglevel=error'];
  // Standard output belongs to the program that is started afterwards.
  const { status } = spawnSync('npm', args, { cwd: root, stdio: ['ignore', 2, 2], shell: isWindows });
  return status === 0;
}
