/** How well one number tells two kinds apart. */

interface Auc {
  /** 0.5 where it does not tell them apart at all. */
  readonly auc: number;
  /** Of 95 %. */
  readonly low: number;
  readonly high: number;
}

/** Area under the curve by ranks (ties count half), its interval by Hanley and McNeil (1982). */
export function aucOf(ones: readonly number[], others: readonly number[]): Auc {
  const all = [
    ...ones.map((value) => ({ value, isOne: true })),
    ...others.map((value) => ({ value, isOne: false })),
  ].sort((a, b) => a.value - b.value);
  let rankSum = 0;
  for (let at = 0; at < all.length;) {
    let end = at;
    while (end < all.length && all[end]?.value === all[at]?.value) end++;
    const rank = (at + 1 + end) / 2;
    for (let each = at; each < end; each++) if (all[each]?.isOne === true) rankSum += rank;
    at = end;
  }
  const [n, m] = [ones.length, others.length];
  const auc = (rankSum - (n * (n + 1)) / 2) / (n * m);
  const q1 = auc / (2 - auc);
  const q2 = (2 * auc * auc) / (1 + auc);
  const error = Math.sqrt((auc * (1 - auc) + (n - 1) * (q1 - auc * auc) + (m - 1) * (q2 - auc * auc)) / (n * m));
  return { auc, low: auc - 1.96 * error, high: auc + 1.96 * error };
}
