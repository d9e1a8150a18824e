/** Generalised linear regression with coefficients held at or above a bound: projected Newton steps. Pure. */

export interface Sample {
  /** Rows of features; the first is the intercept's 1. */
  readonly x: readonly Float64Array[];
  readonly y: Float64Array;
  /** Weights of the rows; need not add up to 1. */
  readonly weight: Float64Array;
}

export type Family = 'logistic' | 'poisson';

const iterations = 100;
const tolerance = 1e-9;

/**
 * Coefficients that minimise the weighted mean of the negative log likelihood plus ridge/2 times the squares of all but the
 * first, each but the first at least its value in `least`.
 */
export function fit(family: Family, { x, y, weight }: Sample, least: readonly number[], ridge: number): number[] {
  const total = weight.reduce((sum, value) => sum + value, 0);
  const width = least.length;
  const lower = least.map((value, i) => (i === 0 ? -Infinity : value));
  let beta = lower.map((value, i) => (i === 0 ? 0 : value));
  const penaltyOf = (b: readonly number[]): number =>
    (ridge / 2) * b.slice(1).reduce((sum, value) => sum + value * value, 0);
  const objective = (b: readonly number[]): number => {
    let sum = 0;
    for (let i = 0; i < x.length; i++) {
      const z = dot(x[i] as Float64Array, b);
      const mass = family === 'logistic' ? Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) : Math.exp(z);
      sum += (weight[i] as number) * (mass - (y[i] as number) * z);
    }
    return sum / total + penaltyOf(b);
  };

  let best = objective(beta);
  for (let round = 0; round < iterations; round++) {
    const gradient = beta.map((value, i) => (i === 0 ? 0 : ridge * value));
    const hessian = Array.from({ length: width }, (_, i) => {
      const row = new Float64Array(width);
      row[i] = (i === 0 ? 0 : ridge) + 1e-12;
      return row;
    });
    for (let i = 0; i < x.length; i++) {
      const row = x[i] as Float64Array;
      const z = dot(row, beta);
      const mean = family === 'logistic' ? 1 / (1 + Math.exp(-z)) : Math.exp(z);
      const w = (weight[i] as number) / total;
      const slope = w * (mean - (y[i] as number));
      const curve = w * (family === 'logistic' ? mean * (1 - mean) : mean);
      for (let j = 0; j < width; j++) {
        gradient[j] = (gradient[j] as number) + slope * (row[j] as number);
        const line = hessian[j] as Float64Array;
        const scaled = curve * (row[j] as number);
        for (let k = 0; k < width; k++) line[k] = (line[k] as number) + scaled * (row[k] as number);
      }
    }
    // At their bound and pushed against it: these stay where they are.
    const free = beta.flatMap((value, j) => (value > (lower[j] as number) || (gradient[j] as number) < 0 ? [j] : []));
    const step = solve(
      free.map((j) => free.map((k) => (hessian[j] as Float64Array)[k] as number)),
      free.map((j) => gradient[j] as number),
    );
    let moved = false;
    for (let length = 1; length > 1e-6 && !moved; length /= 2) {
      const tried = beta.slice();
      free.forEach((j, i) => {
        tried[j] = Math.max(lower[j] as number, (beta[j] as number) - length * (step[i] as number));
      });
      const value = objective(tried);
      if (value >= best - tolerance) continue;
      beta = tried;
      best = value;
      moved = true;
    }
    if (!moved) break;
  }
  return beta;
}

function dot(row: Float64Array, b: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < row.length; i++) sum += (row[i] as number) * (b[i] as number);
  return sum;
}

/** Gauss with partial pivoting; `a` and `b` are used up. */
function solve(a: number[][], b: number[]): number[] {
  const n = b.length;
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let row = column + 1; row < n; row++)
      if (Math.abs(at(a, row, column)) > Math.abs(at(a, pivot, column))) pivot = row;
    [a[column], a[pivot]] = [a[pivot] as number[], a[column] as number[]];
    [b[column], b[pivot]] = [b[pivot] as number, b[column] as number];
    for (let row = column + 1; row < n; row++) {
      const factor = at(a, row, column) / at(a, column, column);
      const line = a[row] as number[];
      for (let k = column; k < n; k++) line[k] = (line[k] as number) - factor * at(a, column, k);
      b[row] = (b[row] as number) - factor * (b[column] as number);
    }
  }
  for (let row = n - 1; row >= 0; row--) {
    let sum = b[row] as number;
    for (let k = row + 1; k < n; k++) sum -= at(a, row, k) * (b[k] as number);
    b[row] = sum / at(a, row, row);
  }
  return b;
}

function at(a: readonly number[][], row: number, column: number): number {
  return (a[row] as number[])[column] as number;
}
