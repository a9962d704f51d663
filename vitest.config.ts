import { globSync, readFileSync } from 'node:fs';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { postgres } from './test/support/engines.ts';
import { hasPostgres } from './test/support/postgres.ts';
import { USUAL_ENGINE_VARIABLE } from './test/support/usual-engine.ts';

/** What a suite opens an archive with, on the usual engine unless it names one. */
const opensAnArchive =
  /support\/(command-line|dicom-web-server|pages-door|rest-server|server|temp-archive)\.ts/;
const namesItsEngine = /support\/(engines|postgres)\.ts/;
/** What is under test there is a page. */
const opensABrowser = /support\/chromium\.ts/;

/** Suites that open an archive and leave the kind of its database to us. */
const onEitherEngine = globSync('test/{access,http,interop,security}/**/*.test.ts').filter((path) => {
  const suite = readFileSync(path, 'utf8');
  return opensAnArchive.test(suite) && !namesItsEngine.test(suite) && !opensABrowser.test(suite);
});

const everything: TestProjectInlineConfiguration = {
  extends: true,
  test: { name: 'everything', include: ['src/**/*.test.ts', 'web/src/**/*.test.ts', 'test/**/*.test.ts'] },
};

const againOnPostgres: TestProjectInlineConfiguration = {
  extends: true,
  test: {
    name: `on ${postgres.name}`,
    include: onEitherEngine,
    env: { [USUAL_ENGINE_VARIABLE]: postgres.name },
  },
};

export default defineConfig({
  test: {
    projects: hasPostgres ? [everything, againOnPostgres] : [everything],
    globalSetup: ['test/support/global-setup.ts'],
    setupFiles: ['test/support/tidy-up.ts'],
    pool: 'forks',
    // Guards against hangs, far above what anything takes: a test that depends on the speed of the machine tells nothing.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 15_000 } },
    // Two cores: more workers than that only make the timing of network tests worse.
    maxWorkers: 2,
  },
});
