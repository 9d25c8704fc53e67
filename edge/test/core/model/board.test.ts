/** L1–L5 and L7 over random histories of the pure core, checked by an auditor that shares no code with it. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { Board, type HolderFacts } from "../../../src/core/board.ts";
import type { NumberConfig, PoolConfig } from "../../../src/core/config.ts";
import { applyLeases, decideLeases } from "../../../src/core/lease.ts";
import { PRIOR_CURVE } from "../../../src/core/prior-curve.ts";
import type { Signal } from "../../../src/core/signals.ts";
import { Auditor } from "./auditor.ts";
import { addressOf, history, NUMBERS, numberOf, type Operation, POOLS } from "./operations.ts";
import { HISTORIES } from "./seeds.ts";

const RUNS = Number(process.env.LEASE_RUNS ?? 10_000);
const ADDRESS_SHARE = 0.5;

class Play {
  readonly board = new Board();
  readonly auditor = new Auditor(ADDRESS_SHARE, PRIOR_CURVE);
  readonly facts = new Map<string, HolderFacts>();
  readonly visits = new Map<number, string>();
  readonly pools = new Map<string, PoolConfig>();
  readonly numbers = new Map<string, NumberConfig>();
  nowMs = 1_800_000_000_000;
  minted = 0;

  constructor() {
    for (const id of POOLS) this.setFreeze(id, 120, 120);
    for (let i = 0; i < NUMBERS; i++) this.move(i, i < 4 ? "sales" : "support");
  }

  run(operations: readonly Operation[]): void {
    for (const operation of operations) this.step(operation);
  }

  step(operation: Operation): void {
    if (operation.op === "visit") this.visit(operation.visitor, operation.again);
    if (operation.op === "pulse") this.change(operation.visitor, { visible: operation.type === "alive" });
    if (operation.op === "signal") this.signal(operation.visitor, operation.signal);
    if (operation.op === "call") this.call(operation.visitor, this.nowMs - operation.lateSeconds * 1000);
    if (operation.op === "advance") this.nowMs += operation.seconds * 1000;
    if (operation.op === "freeze") this.setFreeze(operation.pool, operation.seconds, operation.afterCallSeconds);
    if (operation.op === "move") this.move(operation.number, operation.pool);
    if (operation.op === "freeze" || operation.op === "alarm") this.reconcile();
  }

  visit(visitor: number, again: boolean): void {
    const known = again ? undefined : this.visits.get(visitor);
    const visit = known ?? `visit-${this.minted++}`;
    this.visits.set(visitor, visit);
    const before = this.facts.get(visit);
    const facts: HolderFacts = {
      visit,
      visitor: `visitor-${visitor}`,
      address: addressOf(visitor),
      startedAtMs: before?.startedAtMs ?? this.nowMs,
      lastSeenMs: this.nowMs,
      visible: true,
      signals: before?.signals ?? {},
      calledAtMs: before?.calledAtMs ?? null,
    };
    const command = { ...facts, pools: POOLS, nowMs: this.nowMs, addressShare: ADDRESS_SHARE };
    const decisions = decideLeases(this.board, command, PRIOR_CURVE);
    expect(decideLeases(this.board, command, PRIOR_CURVE), "deciding changes nothing").toEqual(decisions);
    this.auditor.visited(visit, facts.visitor, facts.address, decisions, this.nowMs);
    applyLeases(this.board, facts, decisions);
    this.facts.set(visit, facts);
  }

  signal(visitor: number, signal: Signal): void {
    const visit = this.visits.get(visitor);
    const facts = visit && this.facts.get(visit);
    if (!facts) return;
    this.auditor.signalled(visit, signal);
    this.change(visitor, { signals: { ...facts.signals, [signal]: this.nowMs } });
  }

  change(visitor: number, change: Partial<HolderFacts>): void {
    const visit = this.visits.get(visitor);
    const facts = visit && this.facts.get(visit);
    if (!facts) return;
    const next = { ...facts, lastSeenMs: this.nowMs, ...change };
    this.facts.set(visit, next);
    this.board.update(next);
    this.auditor.seen(visit, next.visible, this.nowMs);
  }

  call(visitor: number, atMs: number): void {
    const visit = this.visits.get(visitor);
    const facts = visit && this.facts.get(visit);
    if (!facts) return;
    this.board.called(visit, atMs);
    this.auditor.called(visit, atMs);
    this.facts.set(visit, { ...facts, calledAtMs: Math.max(facts.calledAtMs ?? 0, atMs) });
  }

  setFreeze(id: string, seconds: number, afterCallSeconds: number): void {
    const freezeMs = seconds * 1000;
    const freezeAfterCallMs = afterCallSeconds * 1000;
    this.pools.set(id, { id, name: id, freezeMs, freezeAfterCallMs, overflow: null });
    this.auditor.pools.set(id, { freezeMs, freezeAfterCallMs });
  }

  move(index: number, pool: string | null): void {
    const number = numberOf(index);
    if (pool === null) this.numbers.delete(number);
    else this.numbers.set(number, { number, kind: "pool", pool, channel: "" });
    this.reconcile();
  }

  /** What the auditor may expect in a pool is what is configured there and not still draining elsewhere. */
  reconcile(): void {
    const { removed } = this.board.reconcile([...this.pools.values()], [...this.numbers.values()], this.nowMs);
    for (const number of removed) this.auditor.removed(number, this.nowMs);
    this.auditor.numbers.clear();
    for (const slot of this.board.slots.values()) if (!slot.draining) this.auditor.numbers.set(slot.number, slot.pool);
    for (const { number, pool } of this.numbers.values()) {
      if (pool !== null && !this.auditor.isLive(number, this.nowMs)) {
        expect(this.auditor.numbers.get(number), `${number} rests and must be back in its pool`).toBe(pool);
      }
    }
  }
}

it(`L1 L2 L3 L4 L5 L7 hold over ${RUNS} random histories`, () => {
  fc.assert(
    fc.property(history, (operations) => {
      new Play().run(operations);
    }),
    { numRuns: RUNS, examples: HISTORIES },
  );
});
