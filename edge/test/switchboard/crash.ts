/**
 * Crashes between any two awaits: whoever waits for the world through these wrappers dies at the n-th wait, before it has
 * begun or when its effect is there and its answer is not, and does nothing more, as a Worker that was killed.
 */
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { type PublicationPorts, publicationPorts } from "../../src/publish.ts";
import { shardStub } from "../../src/switchboard/route-visit.ts";
import type { Switchboard } from "../../src/switchboard/switchboard.ts";
import type { Company } from "./company.ts";

/** `killed`: the switchboard that is asked dies too, and loses what it has just written. */
export const CRASHES = ["before", "after", "killed"] as const;
export interface CrashPlan {
  /** Which wait, from 1 on; for `killed`, which of those for a switchboard. */
  at: number;
  when: (typeof CRASHES)[number];
}

export class CrashPoint {
  readonly #plan: CrashPlan | null;
  readonly #running = new Set<Promise<unknown>>();
  #waits = 0;
  isReached = false;

  constructor(plan: CrashPlan | null) {
    this.#plan = plan;
  }

  /** @param kill has the effect and takes it back, where there is somebody to be killed */
  wait<T>(effect: () => Promise<T>, kill?: () => Promise<unknown>): Promise<T> {
    const running = this.#wait(effect, kill);
    this.#running.add(running);
    return running;
  }

  /** What was under way beside the wait that crashed goes on without the one who asked for it: until that has ended. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#running);
  }

  async #wait<T>(effect: () => Promise<T>, kill?: () => Promise<unknown>): Promise<T> {
    if (this.isReached) throw new Error("crashed before");
    const counts = kill !== undefined || this.#plan?.when !== "killed";
    if (counts) this.#waits += 1;
    if (!counts || this.#waits !== this.#plan?.at) return await effect();
    this.isReached = true;
    if (this.#plan.when === "after") await effect();
    if (this.#plan.when === "killed") await kill?.();
    throw new Error(`crash at wait ${this.#waits}`);
  }
}

/**
 * A database whose every round trip is a wait.
 * @param kill kills who waits, where that can be done
 */
export function crashingDatabase(db: D1Database, crash: CrashPoint, kill?: () => Promise<unknown>): D1Database {
  const real = new WeakMap<object, D1PreparedStatement>();
  const wrap = (statement: D1PreparedStatement): D1PreparedStatement => {
    const wrapped = {
      bind: (...values: unknown[]) => wrap(statement.bind(...values)),
      run: () => crash.wait(() => statement.run()),
      all: () => crash.wait(() => statement.all()),
      first: (column: string) => crash.wait(() => statement.first(column)),
    } as unknown as D1PreparedStatement;
    real.set(wrapped, statement);
    return wrapped;
  };
  return {
    prepare: (query: string) => wrap(db.prepare(query)),
    batch: (statements: D1PreparedStatement[]) =>
      crash.wait(() => db.batch(statements.map((statement) => real.get(statement) ?? statement)), kill),
  } as unknown as D1Database;
}

/** Publishes as the API does after a change, by a Worker that may crash. Returns when nothing of it is under way any more. */
export async function publishCrashing(company: Company, plan: CrashPlan | null): Promise<{ crashed: boolean }> {
  const crash = new CrashPoint(plan);
  await company.publish(crashingPorts(publicationPorts(env), crash)).catch(() => {});
  await crash.settled();
  return { crashed: crash.isReached };
}

function crashingPorts(ports: PublicationPorts, crash: CrashPoint): PublicationPorts {
  return {
    db: crashingDatabase(ports.db, crash),
    switchboard: (key, shard, config) =>
      crash.wait(
        () => ports.switchboard(key, shard, config),
        () => kill(shardStub(env, key, shard), (instance) => instance.configure(config)),
      ),
    directory: (config) => crash.wait(() => ports.directory(config)),
  };
}

/** Kills a switchboard right after it has done something, while the write is still under way: nobody gets an answer. */
export async function kill(
  stub: DurableObjectStub<Switchboard>,
  doing: (instance: Switchboard) => unknown = () => {},
): Promise<void> {
  await runInDurableObject(stub, (instance, state) => {
    void doing(instance);
    state.abort("killed by the test");
  }).catch(() => {});
}
