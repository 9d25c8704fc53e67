/**
 * What visits were shown in a simulation: leases by the very code of the switchboard (`board.ts`, `lease.ts`), and the
 * history that its storage would keep. Never looks at the truth of a call, only at the number that it leads to.
 */
import { Board, type HolderFacts } from "../board.ts";
import type { NumberConfig } from "../config.ts";
import type { DelayCurve } from "../delay-curve.ts";
import { applyLeases, decideLeases } from "../lease.ts";
import { type Candidate, HOLDERS_MAX } from "../resolve.ts";
import { NO_SIGNALS, type Signal, withSignal } from "../signals.ts";
import type { Arrival } from "./arrivals.ts";

const POOL = "pool";
const POOLS = [POOL];
/** The number shown when the pool is exhausted. */
export const OVERFLOW = "overflow";

export interface ShowingOptions {
  numbers: number;
  freezeMs: number;
}

/** A visit as a holder of the number that it is shown: one object, for there are very many. */
interface Shown extends Candidate {
  number: string;
  /** Numbers that it was shown before. */
  earlier: readonly string[];
  startedAtMs: number;
}

export class Showing {
  readonly numbers: readonly string[];
  /** Requests for a number, and those that found none. */
  asked = 0;
  overflowed = 0;
  readonly #board = new Board();
  readonly #shown = new Map<string, Shown>();
  /** Of each number, in the order of their leases: the last one holds it. */
  readonly #holders = new Map<string, Shown[]>();
  readonly #curve: () => DelayCurve;
  /** Told of every number given: for whoever checks the leases. */
  onLease: (number: string, visit: string, tMs: number) => void = () => {};

  constructor({ numbers, freezeMs }: ShowingOptions, curve: () => DelayCurve) {
    this.#curve = curve;
    const width = String(numbers - 1).length;
    this.numbers = Array.from({ length: numbers }, (_, n) => `n${String(n).padStart(width, "0")}`);
    const pool = { id: POOL, name: POOL, freezeMs, freezeAfterCallMs: freezeMs, overflow: OVERFLOW };
    const config = this.numbers.map((number): NumberConfig => ({ number, kind: "pool", pool: POOL, channel: "" }));
    this.#board.reconcile([pool], config, 0);
    for (const number of [...this.numbers, OVERFLOW]) this.#holders.set(number, []);
  }

  /** True for a visit that has begun. */
  knows(visit: string): boolean {
    return this.#shown.has(visit);
  }

  /** Takes everything that is not a call. Of a visit that has not begun it takes nothing but its beginning. */
  take(arrival: Exclude<Arrival, { type: "call" | "stray" }>): void {
    const shown = this.#shown.get(arrival.visit);
    if (arrival.type === "visit") this.#ask(shown ?? this.#begin(arrival), arrival.tMs);
    else if (shown) this.#live(shown, arrival);
  }

  /** The number that a visit was last shown; `null` for a visit that has not begun. */
  shownTo(visit: string): string | null {
    return this.#shown.get(visit)?.number ?? null;
  }

  /** Recent holders of a number, seen since `sinceMs`; of the overflow number the visits shown it. */
  holdersOf(number: string, sinceMs: number): readonly Candidate[] {
    const holders = this.#holders.get(number) ?? [];
    const oldest = holders[0];
    if (oldest === undefined || oldest.leasedAtMs >= sinceMs) return holders;
    return holders.filter((candidate) => candidate.lastSeenMs >= sinceMs);
  }

  /** A call was found to be this visit's. */
  called(visit: string, tMs: number): void {
    const shown = this.#shown.get(visit);
    if (!shown) return;
    shown.calledAtMs = tMs;
    this.#board.called(visit, tMs);
  }

  #begin({ visit, visitor, device, country, tMs }: Extract<Arrival, { type: "visit" }>): Shown {
    const shown: Shown = {
      visit,
      visitor,
      number: "",
      earlier: [],
      startedAtMs: tMs,
      leasedAtMs: tMs,
      lastSeenMs: tMs,
      visible: true,
      releasedAtMs: null,
      signals: NO_SIGNALS,
      calledAtMs: null,
      movedOn: false,
      country,
      region: "",
      device,
    };
    this.#shown.set(visit, shown);
    return shown;
  }

  /** A sign of life, or the end of them. */
  #live(before: Shown, arrival: Extract<Arrival, { type: "pulse" | "signal" | "hidden" | "end" }>): void {
    const { tMs, type, visit } = arrival;
    const visible = type === "pulse" || type === "signal";
    let shown = before;
    if (shown.releasedAtMs === null) {
      shown.lastSeenMs = tMs;
      shown.visible = visible;
      // The signal below brings the board up to date as well.
      if (type !== "signal" && shown.number !== OVERFLOW) this.#board.seen(visit, tMs, visible);
    } else if (visible) {
      // The number was leased on meanwhile: the page asks again, and may be shown another.
      shown = this.#ask(shown, tMs);
    }
    if (type === "signal") this.#signal(shown, arrival.signal, tMs);
  }

  #signal(shown: Shown, signal: Signal, tMs: number): void {
    shown.signals = withSignal(shown.signals, signal, tMs);
    if (shown.releasedAtMs === null && shown.number !== OVERFLOW) this.#board.update(factsOf(shown));
  }

  #ask(before: Shown, tMs: number): Shown {
    this.asked++;
    const { visit, visitor } = before;
    const command = { visit, visitor, address: visitor, pools: POOLS, nowMs: tMs, addressShare: 1 };
    const decisions = decideLeases(this.#board, command, this.#curve());
    const number = decisions[0]?.number ?? OVERFLOW;
    const isOther = number !== before.number || before.releasedAtMs !== null;
    const shown = isOther ? this.#show(before, number, tMs) : before;
    shown.lastSeenMs = tMs;
    shown.visible = true;
    if (number === OVERFLOW) {
      this.overflowed++;
      return shown;
    }
    applyLeases(this.#board, factsOf(shown), decisions);
    this.onLease(number, visit, tMs);
    return shown;
  }

  /** Writes down that a visit is shown a number from now on, and that whoever held it holds it no more. */
  #show(before: Shown, number: string, tMs: number): Shown {
    const holders = this.#holders.get(number) ?? [];
    const last = holders.at(-1);
    if (number !== OVERFLOW && last) last.releasedAtMs ??= tMs;
    let shown = before;
    if (before.number !== "") {
      // Shown something else until now: a holder of its own there, and only once here.
      const earlier = [...before.earlier, before.number];
      const again = earlier.includes(number) ? holders.findIndex(({ visit }) => visit === before.visit) : -1;
      if (again >= 0) holders.splice(again, 1);
      before.movedOn = true;
      shown = { ...before, earlier, leasedAtMs: tMs, releasedAtMs: null, movedOn: false };
      this.#shown.set(shown.visit, shown);
    }
    shown.number = number;
    holders.push(shown);
    if (holders.length > HOLDERS_MAX) holders.shift();
    return shown;
  }
}

function factsOf(shown: Shown): HolderFacts {
  const { visit, visitor, startedAtMs, lastSeenMs, visible, signals, calledAtMs } = shown;
  return { visit, visitor, address: visitor, startedAtMs, lastSeenMs, visible, signals, calledAtMs };
}
