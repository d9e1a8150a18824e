/**
 * Limits and figures. What is counted for a caller lives in memory and for an hour; what is written down are endpoints, statuses and hours,
 * never a member, a device, a key or a time.
 */

/** Counts calls by caller and endpoint within the hour. */
export class HourlyLimits {
  #hour = 0;
  readonly #calls = new Map<string, number>();

  /** Whether this call is still within `most` an hour; counts it. `now` is seconds. */
  isWithin(caller: string, endpoint: string, most: number, now: number): boolean {
    const hour = Math.floor(now / 3600);
    if (hour !== this.#hour) {
      this.#hour = hour;
      this.#calls.clear();
    }
    const name = `${endpoint} ${caller}`;
    const calls = (this.#calls.get(name) ?? 0) + 1;
    this.#calls.set(name, calls);
    return calls <= most;
  }
}

/** What happened in an hour, as it is logged and measured. */
export class HourlyCounts {
  #hour = 0;
  #counts = new Map<string, number>();
  readonly #totals = new Map<string, number>();
  readonly #log: (line: string) => void;

  constructor(log: (line: string) => void) {
    this.#log = log;
  }

  /** Counts an answer. `now` is seconds. */
  count(endpoint: string, status: number, now: number): void {
    this.turn(now);
    const name = `${endpoint} ${status}`;
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
    this.#totals.set(name, (this.#totals.get(name) ?? 0) + 1);
  }

  /** Writes down the hour that is over, one line each endpoint and status. */
  turn(now: number): void {
    const hour = Math.floor(now / 3600);
    if (hour === this.#hour) return;
    this.flush();
    this.#hour = hour;
  }

  /** Writes down what there is: at the end of the hour, and when the service stops. */
  flush(): void {
    const at = new Date(this.#hour * 3_600_000).toISOString().slice(0, 13);
    for (const [name, count] of sorted(this.#counts)) this.#log(`${at} ${name} ${count}`);
    this.#counts = new Map();
  }

  /** In the text format of Prometheus; whole hundreds, so that two readings do not tell single calls. */
  metrics(): string {
    const lines = sorted(this.#totals).map(([name, count]) => {
      const [endpoint, status] = name.split(' ');
      return `warmpath_directory_requests_total{endpoint="${endpoint}",status="${status}"} ${Math.floor(count / 100) * 100}`;
    });
    return ['# TYPE warmpath_directory_requests_total counter', ...lines, ''].join('\n');
  }
}

function sorted(counts: ReadonlyMap<string, number>): (readonly [string, number])[] {
  return [...counts].sort(([one], [other]) => (one < other ? -1 : 1));
}
