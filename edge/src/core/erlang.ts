/**
 * How many numbers a pool needs, by the traffic theory of telephone lines: a number is a line that is taken for the
 * length of a visit and its freeze, and nobody waits for one. Closed forms only; nothing here looks at which number was
 * given to whom.
 */

/**
 * Erlang B: the share of visits that find no number. Holds for any distribution of holding times with that mean, and for
 * visits that arrive independently of each other. A. K. Erlang, 1917; the recursion avoids factorials.
 * @param load offered load, erlang: visits an hour × hours that each holds a number
 * @param numbers of the pool, at least 0
 */
export function erlangB(load: number, numbers: number): number {
  let blocking = 1;
  for (let n = 1; n <= numbers; n++) blocking = (load * blocking) / (n + load * blocking);
  return blocking;
}

/**
 * Engset: the same for a small population, where each visitor who holds a number is one fewer who may come.
 * @param sources visitors there are
 * @param idleLoad load offered by one visitor who holds no number: their visits an hour × hours of holding
 * @returns `time`: share of the time in which all numbers are taken; `call`: share of visits that find none
 */
export function engset(sources: number, idleLoad: number, numbers: number): { time: number; call: number } {
  return { time: congestion(sources, idleLoad, numbers), call: congestion(sources - 1, idleLoad, numbers) };
}

function congestion(sources: number, idleLoad: number, numbers: number): number {
  let blocking = 1;
  for (let n = 1; n <= numbers; n++) {
    const offered = idleLoad * Math.max(0, sources - n + 1) * blocking;
    blocking = offered / (n + offered);
  }
  return blocking;
}

/** More numbers than anybody has. */
const NUMBERS_MAX = 100_000;

/**
 * The fewest numbers with which at most `target` of the visits find none.
 * @param blocking share of visits that find none with so many numbers; must fall as they grow
 */
export function numbersNeeded(target: number, blocking: (numbers: number) => number): number {
  let high = 1;
  while (high < NUMBERS_MAX && blocking(high) > target) high *= 2;
  let low = high >> 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (blocking(middle) > target) low = middle;
    else high = middle;
  }
  return high;
}
