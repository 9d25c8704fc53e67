/**
 * An independent check of the lease promises: it sees only what visitors were answered and did, keeps the plainest
 * possible state, scans everything each time, and shares no code with the board it audits but the delay curve.
 */
import { type DelayCurve, remainingChance } from "../../../src/core/delay-curve.ts";
import { INTENTS, type Intent } from "../../../src/core/signals.ts";

const ALIVE_GRACE_MS = 65_000;
const BOUNCE_MS = 10_000;

interface Life {
  visitor: string;
  address: string;
  startedAtMs: number;
  lastSeenMs: number;
  visible: boolean;
  signals: Set<string>;
  calledAtMs: number | null;
}

interface Holding {
  visit: string;
  pool: string;
}

export interface PoolRules {
  freezeMs: number;
  freezeAfterCallMs: number;
}

/** What a visit was answered for one pool. */
export interface Shown {
  pool: string;
  number: string | null;
}

export class Auditor {
  readonly pools = new Map<string, PoolRules>();
  /** Which pool each configured number is in. */
  readonly numbers = new Map<string, string>();
  /** How many numbers of a pool one address may hold, where that is not its share of the pool's numbers here. */
  readonly bounds = new Map<string, number>();
  readonly lives = new Map<string, Life>();
  readonly held = new Map<string, Holding>();
  readonly #addressShare: number;
  readonly #curve: DelayCurve;

  constructor(addressShare: number, curve: DelayCurve) {
    this.#addressShare = addressShare;
    this.#curve = curve;
  }

  /** A visit was answered. Throws with the promise's name when a promise is broken. */
  visited(visit: string, visitor: string, address: string, shown: readonly Shown[], nowMs: number): void {
    const known = this.lives.get(visit);
    const before = new Map([...this.held].map(([number, holding]) => [number, { ...holding }]));
    for (const { pool, number } of shown) this.#audit(visit, visitor, address, pool, number, before, nowMs);
    const life = known ?? fresh(visitor, address, nowMs);
    this.lives.set(visit, { ...life, lastSeenMs: nowMs, visible: true });
    for (const { pool, number } of shown) if (number !== null) this.held.set(number, { visit, pool });
  }

  seen(visit: string, visible: boolean, nowMs: number): void {
    const life = this.lives.get(visit);
    if (life) this.lives.set(visit, { ...life, lastSeenMs: Math.max(life.lastSeenMs, nowMs), visible });
  }

  signalled(visit: string, signal: string): void {
    this.lives.get(visit)?.signals.add(signal);
  }

  called(visit: string, atMs: number): void {
    const life = this.lives.get(visit);
    if (life) life.calledAtMs = Math.max(life.calledAtMs ?? 0, atMs);
  }

  /** A number left its pool: nobody may have been live on it, and nobody has it any more. */
  removed(number: string, nowMs: number): void {
    if (this.isLive(number, nowMs)) throw new Error(`L3 ${number} was taken away while it was live`);
    this.held.delete(number);
  }

  /** True while somebody is on the site with this number, or in its guaranteed freeze. */
  isLive(number: string, nowMs: number): boolean {
    const holding = this.held.get(number);
    return holding !== undefined && this.#isLive(holding, nowMs);
  }

  /** True while this visit is on the site with this number, or in its guaranteed freeze. */
  holds(visit: string, number: string, nowMs: number): boolean {
    return this.held.get(number)?.visit === visit && this.isLive(number, nowMs);
  }

  #isLive(holding: Holding, nowMs: number): boolean {
    const life = this.lives.get(holding.visit);
    const rules = this.pools.get(holding.pool);
    if (!life || !rules) return false;
    const freezeMs = life.calledAtMs === null ? rules.freezeMs : rules.freezeAfterCallMs;
    if (life.visible && life.lastSeenMs + ALIVE_GRACE_MS > nowMs) return true;
    return restingSince(life) + freezeMs > nowMs;
  }

  #audit(
    visit: string,
    visitor: string,
    address: string,
    pool: string,
    number: string | null,
    before: Map<string, Holding>,
    nowMs: number,
  ): void {
    const own = [...before].find(([, holding]) => holding.visit === visit && holding.pool === pool)?.[0];
    const ownLives = own !== undefined && this.#isLive({ visit, pool }, nowMs);
    if (ownLives && number !== own) throw new Error(`L3 ${visit} had ${own} in ${pool} and was shown ${number}`);
    const free = this.#free(pool, before, nowMs);
    if (number === null) {
      const claims = [...before.values()].filter((holding) => this.#claims(holding, address, pool, nowMs)).length;
      if (free.length > 0 && claims < this.#bound(pool)) throw new Error(`L5 ${pool} had ${free} but gave none`);
      return;
    }
    const holding = before.get(number);
    if (holding && this.lives.get(holding.visit)?.visitor === visitor) return;
    if (holding && this.#isLive(holding, nowMs)) {
      throw new Error(`L1 L2 ${number} went from ${holding.visit} to ${visit} while it was live`);
    }
    if (this.numbers.get(number) !== pool) throw new Error(`${number} is not in ${pool}`);
    const claims = [...before.values()].filter((other) => this.#claims(other, address, pool, nowMs)).length;
    if (claims >= this.#bound(pool))
      throw new Error(`L7 ${address} holds ${claims} numbers of ${pool} and got another`);
    const best = free.map((other) => this.#rank(other, before, nowMs)).toSorted(compare)[0];
    const given = this.#rank(number, before, nowMs);
    if (best && compare(best, given) < 0) throw new Error(`L4 ${number} was given though ${best[2]} was better`);
  }

  #claims(holding: Holding, address: string, pool: string, nowMs: number): boolean {
    return holding.pool === pool && this.lives.get(holding.visit)?.address === address && this.#isLive(holding, nowMs);
  }

  #bound(pool: string): number {
    const part = this.bounds.get(pool);
    if (part !== undefined) return part;
    const size = [...this.numbers.values()].filter((other) => other === pool).length;
    return Math.max(1, Math.min(Math.floor(size * this.#addressShare), size - 1));
  }

  /** Numbers of a pool that may be given to anybody. */
  #free(pool: string, before: Map<string, Holding>, nowMs: number): string[] {
    return [...this.numbers]
      .filter(([, other]) => other === pool)
      .map(([number]) => number)
      .filter((number) => {
        const holding = before.get(number);
        return !holding || !this.#isLive(holding, nowMs);
      });
  }

  /** Chance that the last visitor still calls, then since when the number rests: the smaller goes first. */
  #rank(number: string, before: Map<string, Holding>, nowMs: number): [number, number, string] {
    const holding = before.get(number);
    const life = holding && this.lives.get(holding.visit);
    // A number that came from another pool begins anew there.
    if (!life || holding.pool !== this.numbers.get(number)) return [-1, 0, number];
    const since = restingSince(life);
    return [remainingChance(this.#curve, intent(life), nowMs - since), since, number];
  }
}

function fresh(visitor: string, address: string, nowMs: number): Life {
  const signals = new Set<string>();
  return { visitor, address, startedAtMs: nowMs, lastSeenMs: nowMs, visible: true, signals, calledAtMs: null };
}

function restingSince(life: Life): number {
  return Math.max(life.lastSeenMs, life.calledAtMs ?? 0);
}

function intent(life: Life): Intent {
  if (life.calledAtMs !== null) return INTENTS[0];
  if (life.signals.has("tel")) return "tel";
  if (life.signals.has("copy") || life.signals.has("contact")) return "interested";
  if (life.signals.has("seen")) return "seen";
  return life.lastSeenMs - life.startedAtMs < BOUNCE_MS ? "bounce" : "plain";
}

function compare(a: readonly [number, number, string], b: readonly [number, number, string]): number {
  return a[0] - b[0] || a[1] - b[1];
}
