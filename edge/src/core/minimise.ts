/**
 * Minimises a smooth function of many variables (L-BFGS: J. Nocedal, "Updating Quasi-Newton Matrices with Limited
 * Storage", 1980, with backtracking). Deterministic; knows nothing of what it minimises.
 */

/** Value at `x`; writes the gradient into `gradient`. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

const MEMORY = 8;
/** Sufficient decrease (Armijo) and the halvings tried before giving up. */
const DECREASE = 1e-4;
const HALVINGS = 25;
/** Gains below this share of the value are not worth going on for. */
const ENOUGH = 1e-5;

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let n = 0; n < a.length; n++) sum += (a[n] as number) * (b[n] as number);
  return sum;
};
/** `a + by × b`. */
const plus = (a: Float64Array, by: number, b: Float64Array): Float64Array =>
  a.map((value, n) => value + by * (b[n] as number));

interface Step {
  /** Change of the variables, change of the gradient, and one over their product. */
  moved: Float64Array;
  turned: Float64Array;
  inverse: number;
}

/** The direction of descent: the gradient, corrected by what the last steps told of the curvature (two loops). */
function direction(gradient: Float64Array, steps: readonly Step[]): Float64Array {
  let q: Float64Array = gradient.slice();
  const factors: number[] = [];
  for (const { moved, turned, inverse } of steps.toReversed()) {
    const factor = inverse * dot(moved, q);
    factors.push(factor);
    q = plus(q, -factor, turned);
  }
  const last = steps.at(-1);
  const scale = last
    ? 1 / (last.inverse * dot(last.turned, last.turned))
    : 1 / Math.max(1, Math.sqrt(dot(gradient, gradient)));
  q = q.map((value) => value * scale);
  for (const { moved, turned, inverse } of steps)
    q = plus(q, (factors.pop() as number) - inverse * dot(turned, q), moved);
  return q.map((value) => -value);
}

/** The variables near which the objective is least, from `start` on. */
export function minimise(objective: Objective, start: Float64Array, iterations: number): Float64Array {
  let x = start;
  let gradient: Float64Array = new Float64Array(x.length);
  let value = objective(x, gradient);
  const steps: Step[] = [];
  for (let iteration = 0; iteration < iterations; iteration++) {
    const down = direction(gradient, steps);
    const slope = dot(down, gradient);
    if (!(slope < -1e-9)) break;
    let length = 1;
    let next = x;
    let nextValue = value;
    const nextGradient = new Float64Array(x.length);
    for (let halving = 0; halving < HALVINGS; halving++, length /= 2) {
      next = plus(x, length, down);
      nextValue = objective(next, nextGradient);
      if (nextValue <= value + DECREASE * length * slope) break;
    }
    if (!(nextValue < value)) break;
    const moved = plus(next, -1, x);
    const turned = plus(nextGradient, -1, gradient);
    const product = dot(moved, turned);
    if (product > 1e-12) steps.push({ moved, turned, inverse: 1 / product });
    if (steps.length > MEMORY) steps.shift();
    const gained = value - nextValue;
    [x, gradient, value] = [next, nextGradient, nextValue];
    if (gained < ENOUGH * Math.abs(value)) break;
  }
  return x;
}
