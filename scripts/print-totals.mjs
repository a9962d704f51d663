// Prints one line, "N passed, N failed, N skipped", from the file that Vitest's JSON reporter wrote.
// Plain JavaScript: it runs with whatever Node the machine has.
import { readFileSync } from 'node:fs';

const [file] = process.argv.slice(2);

/** A file that broke before its first test has no failed test, only a failed suite; it must not look like a pass. */
const brokenFiles = (results) =>
  results.testResults.filter((suite) => suite.status === 'failed' && suite.assertionResults.length === 0)
    .length;

try {
  const results = JSON.parse(readFileSync(file, 'utf8'));
  const failed = results.numFailedTests + brokenFiles(results);
  const skipped = results.numPendingTests + results.numTodoTests;
  console.log(`${results.numPassedTests} passed, ${failed} failed, ${skipped} skipped`);
} catch (error) {
  console.error(`The test results cannot be read: ${error.message}`);
  console.log('0 passed, 1 failed, 0 skipped');
  process.exitCode = 1;
}
