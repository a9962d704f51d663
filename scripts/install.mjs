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

const advice = `isocenter: npm could not install the packages; its messages above say why. Nothing was started.
  All that is needed comes from npm's registry (\`npm config get registry\` says which); nothing is compiled.
  - Is it out of reach? Behind a proxy, set HTTPS_PROXY, or \`npm config set https-proxy\`, and start again.
  - Is this machine without internet? Copy the whole folder, with node_modules, from one with the same system and processor.
  - Is the disk full, or the folder not yours to write?`;

/**
 * Commands started at the same time install once: the others wait, and look again.
 *
 * @param {{ forDevelopers?: boolean }} [options] also what only tests, benchmarks and checks need.
 */
export function ensureInstalled({ forDevelopers = false } = {}) {
  if (whyInstall(forDevelopers) === undefined) return;
  const isInstalled = alone(
    join(root, '.installing'),
    () => {
      const why = whyInstall(forDevelopers);
      return why === undefined || install(why, forDevelopers);
    },
    () => console.error('isocenter: another command is installing the packages; waiting for it.'),
  );
  if (!isInstalled) process.exit(1);
}

function install({ reason, isAddition }, forDevelopers) {
  console.error(
    `isocenter: installing the packages it needs into node_modules (${reason}). This happens once.`,
  );
  const extent = forDevelopers ? '--include=dev' : '--omit=dev';
  if (fetchPackages(extent, isAddition) && runAllowedScripts()) return true;
  console.error(advice);
  return false;
}

/**
 * Without their scripts: npm would compile every package that has the sources of an addon, also where the built addon lies
 * beside them, and that needs a compiler and Node's headers, which it would fetch from the internet.
 */
function fetchPackages(extent, isAddition) {
  // `npm ci` begins with an empty folder: a server that runs from it would lose its packages when only some are to be added.
  if (!isAddition && npm('ci', '--ignore-scripts', extent)) return true;
  // It refuses a lockfile that lacks a package of another platform; `npm install` copes, and changes no file of ours.
  return npm('install', '--ignore-scripts', '--no-save', extent);
}

/** Those that package.json allows: Node itself comes by one. A new npm keeps to the same list when it is called by hand. */
function runAllowedScripts() {
  if (existsSync(ownNode)) return true;
  const { allowScripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const allowed = Object.keys(allowScripts).filter((name) => allowScripts[name]);
  return npm('rebuild', '--ignore-scripts=false', ...allowed);
}

/** Compares contents, not dates: a checkout changes dates and no package. */
function whyInstall(forDevelopers) {
  if (!existsSync(ownNode)) return { reason: 'they are not there yet', isAddition: false };
  const wanted = Object.entries(packagesOf('package-lock.json'));
  const present = packagesOf('node_modules/.package-lock.json');
  const differs = ([path, { version, optional }]) =>
    path !== '' && !(optional && !present[path]) && present[path]?.version !== version;
  if (wanted.some((one) => !one[1].dev && differs(one)))
    return { reason: 'package-lock.json has changed', isAddition: false };
  if (forDevelopers && wanted.some(differs)) return { reason: 'those of the tests, too', isAddition: true };
  return undefined;
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
