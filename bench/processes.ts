/** What processes use, as Linux counts it (proc(5)). */
import { readFileSync, readdirSync } from 'node:fs';

// A process's time is counted in hundredths of a second.
const ticks = 100;

/** Proportional set size of a process and all below it, in MB (10^6 bytes). */
export function treeMegabytes(root: number): number {
  let kilobytes = 0;
  for (const pid of treeOf(root)) {
    try {
      kilobytes += Number(/^Pss:\s+(\d+)/mu.exec(readFileSync(`/proc/${String(pid)}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
    } catch {}
  }
  return (kilobytes * 1024) / 1e6;
}

/** Of all threads of a process and all below it, user and system, so far; of those that have ended too, once they were waited for. */
export function treeCpuSeconds(root: number): number {
  return treeOf(root).reduce((sum, pid) => sum + cpuSeconds(pid), 0);
}

function treeOf(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const parent = /\) \S (\d+)/.exec(readFileSync(`/proc/${name}/stat`, 'utf8'))?.[1];
      parents.set(Number(name), Number(parent));
    } catch {}
  }
  const isBelow = (pid: number): boolean => pid === root || (parents.has(pid) && isBelow(parents.get(pid) as number));
  return [...parents.keys()].filter(isBelow);
}

function cpuSeconds(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    const times = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return times.slice(11, 15).reduce((sum, time) => sum + Number(time), 0) / ticks;
  } catch {
    // Ended since it was listed.
    return 0;
  }
}
