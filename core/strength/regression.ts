/** Generalised linear regression with coefficients held at or above a bound: projected Newton steps. Pure. */

interface Sample {
  /** Rows of features; the first is the intercept's 1. */
  readonly x: readonly Float64Array[];
  readonly y: Float64Array;
  /** Weights of the rows; need not add up to 1. */
  readonly weight: Float64Array;
  /** Added to each row's linear predictor as it is; 0 where it is left out. */
  readonly offset?: Float64Array;
}

/** What is held of each coefficient. */
export interface Held {
  /** Its least value; may be -Infinity. */
  readonly least: readonly number[];
  /** Half of this times its square is added to the mean of the negative log likelihood. */
  readonly penalty: readonly number[];
}

export type Family = 'logistic' | 'poisson';

const iterations = 100;
const tolerance = 1e-9;

/** Coefficients that minimise the weighted mean of the negative log likelihood and the penalties, within their bounds. */
export function fit(family: Family, { x, y, weight, offset }: Sample, { least: lower, penalty }: Held): number[] {
  const total = weight.reduce((sum, value) => sum + value, 0);
  const width = lower.length;
  let beta = lower.map((value) => Math.max(0, value));
  const penaltyOf = (b: readonly number[]): number =>
    b.reduce((sum, value, i) => sum + ((penalty[i] as number) / 2) * value * value, 0);
  const predictor = (i: number, b: readonly number[]): number => dot(x[i] as Float64Array, b) + (offset?.[i] ?? 0);
  const objective = (b: readonly number[]): number => {
    let sum = 0;
    for (let i = 0; i < x.length; i++) {
      const z = predictor(i, b);
      const mass = family === 'logistic' ? Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) : Math.exp(z);
      sum += (weight[i] as number) * (mass - (y[i] as number) * z);
    }
    return sum / total + penaltyOf(b);
  };

  let best = objective(beta);
  for (let round = 0; round < iterations; round++) {
    const gradient = beta.map((value, i) => (penalty[i] as number) * value);
    const hessian = Array.from({ length: width }, (_, i) => {
      const row = new Float64Array(width);
      row[i] = (penalty[i] as number) + 1e-12;
      return row;
    });
    for (let i = 0; i < x.length; i++) {
      const row = x[i] as Float64Array;
      const z = predictor(i, beta);
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
