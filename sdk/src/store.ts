/**
 * What is kept in the browser. Storage may be full, forbidden or absent: then nothing is kept, and nothing breaks.
 * Never writes outside its own key.
 */

export interface Store<T> {
  _get(): T | null;
  /** `undefined` forgets. */
  _set(value: T | undefined): void;
}

/** @param area asked for on every use, since reading the property is what throws where storage is forbidden */
export function createStore<T>(area: () => Storage, key: string): Store<T> {
  return {
    _get() {
      try {
        return JSON.parse(area().getItem(key) ?? "null");
      } catch {
        return null;
      }
    },
    _set(value) {
      try {
        if (value) area().setItem(key, JSON.stringify(value));
        else area().removeItem(key);
      } catch {
        // Full or forbidden: this page goes on from memory.
      }
    },
  };
}
