/** Ends a test run with what was skipped and why, and leaves the same in test-results/skips.json for whoever must not miss a suite. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Reporter, TestCase, TestModule } from 'vitest/node';

interface Skip {
  readonly project: string;
  readonly file: string;
  readonly name: string;
  readonly reason: string;
}

interface SkipReport {
  /** How many tests passed or failed, by project. */
  readonly ran: Readonly<Record<string, number>>;
  readonly skipped: readonly Skip[];
}

function skipOf(test: TestCase): Skip {
  const result = test.result();
  return {
    project: test.project.name,
    file: test.module.relativeModuleId,
    name: test.fullName,
    // `context.skip('why')` leaves a note; a suite skipped by a condition says why in its name.
    reason: (result.state === 'skipped' ? result.note : undefined) ?? 'as its name says',
  };
}

function reportOf(modules: readonly TestModule[]): SkipReport {
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const ran: Record<string, number> = {};
  for (const test of tests) {
    const state = test.result().state;
    if (state === 'passed' || state === 'failed') ran[test.project.name] = (ran[test.project.name] ?? 0) + 1;
  }
  return { ran, skipped: tests.filter((test) => test.result().state === 'skipped').map(skipOf) };
}

export default class SkipsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const report = reportOf(modules);
    const file = resolve('test-results/skips.json');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
    const lines = report.skipped.map(({ file: place, name, reason }) => `  ${place}: ${name} (${reason})`);
    process.stdout.write(
      lines.length === 0 ? '\nNothing was skipped.\n' : `\nSkipped, ${String(lines.length)}:\n${lines.join('\n')}\n`,
    );
  }
}
