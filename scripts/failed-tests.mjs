// What failed, out of vitest's JSON report: short enough to be the last that a log says.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

const MAX_MESSAGE_LINES = 12;

/**
 * How many tests passed and failed, and what failed with the first lines of each message. Null without a report.
 * @param {string} path
 * @returns {{ passed: number, failed: number, faults: string[] } | null}
 */
export function testReport(path) {
  let report;
  try {
    report = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
  const faults = report.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(process.cwd(), name);
    const failed = assertionResults.filter((each) => each.status === 'failed');
    // A file that cannot be read has no tests.
    if (failed.length === 0) return status === 'failed' ? [`${file}: ${firstLines(message)}`] : [];
    return failed.map(
      ({ fullName, failureMessages }) => `${file}: ${fullName}\n${firstLines(failureMessages.join('\n'))}`,
    );
  });
  return { passed: report.numPassedTests, failed: report.numFailedTests, faults };
}

function firstLines(message = '') {
  return message
    .split('\n')
    .slice(0, MAX_MESSAGE_LINES)
    .map((line) => `    ${line.slice(0, 300)}`)
    .join('\n');
}
