/** Exits with 1 where a suite did not run, or a test was skipped that is not listed here with its reason. */
import { readFileSync } from 'node:fs';

const mustRun = ['unit', 'corpora', 'servers', 'system', 'e2e'];

/** Beginnings of "file: name" that may be skipped on this machine. */
const allowed = [];

const { ran, skipped } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const complaints = [
  ...mustRun.filter((project) => !(ran[project] > 0)).map((project) => `no test of "${project}" ran`),
  ...skipped
    .map(({ file, name, reason }) => ({ place: `${file}: ${name}`, reason }))
    .filter(({ place }) => !allowed.some((beginning) => place.startsWith(beginning)))
    .map(({ place, reason }) => `skipped: ${place} (${reason})`),
];
for (const complaint of complaints) process.stderr.write(`${complaint}\n`);
process.exitCode = complaints.length > 0 ? 1 : 0;
