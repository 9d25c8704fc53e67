/**
 * A bounded memory of the last answers of a pure function, for work that the hot path would otherwise repeat for every
 * request (parsing a user agent, formatting a number). Must never hold anything that may go stale.
 */

/**
 * `compute`, remembered by its key. Two generations instead of a list ordered by use: a hit costs one map look-up, and
 * whatever was used since the last turnover survives the next one.
 * @param capacity entries of a generation; at most twice as many are held
 */
export function remember<Value>(capacity: number, compute: (key: string) => Value): (key: string) => Value {
  let young = new Map<string, Value>();
  let old = new Map<string, Value>();
  return (key) => {
    const recent = young.get(key);
    if (recent !== undefined) return recent;
    const value = old.get(key) ?? compute(key);
    if (young.size >= capacity) {
      old = young;
      young = new Map();
    }
    young.set(key, value);
    return value;
  };
}
