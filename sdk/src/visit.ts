/**
 * The visit: who the visitor is, what the edge answered last, and when it last heard of us. An answer is kept in
 * `localStorage`, so that the next page has its numbers at once and all tabs show the same ones; it is shown for as long
 * as the numbers surely rest for this visitor, never longer (L2, S1).
 */
import type { Options } from "./options.ts";
import { type Reply, send } from "./send.ts";
import { load, save } from "./store.ts";
import { deviceHints, pageView } from "./touch.ts";
import { type PageView, VISIT_PATH, type VisitRequest, type VisitResponse } from "./wire.ts";

/** What is kept between pages. */
export interface Memory {
  visitor: string;
  /** Epoch milliseconds of the last sign of life that the edge took. */
  at: number;
  answer?: VisitResponse | undefined;
  /** A page that was asked for and not answered. A landing page would lose its campaign: the next request tells it first. */
  landing?: PageView;
}

export interface Visit {
  /** The present visit, once the edge has answered, while its numbers may be shown. */
  visit(): VisitResponse | undefined;
  /**
   * Tells the edge of this page, and learns the numbers. Resolves once they are in the page, or cannot be had; never
   * rejects. Left out where the edge is being asked, or has just failed, unless it is to be `now`.
   */
  ask(now?: boolean): Promise<void>;
  /** Tells the edge something of this visit: `path` and `about` are the contract's (`wire.ts`). Never rejects. */
  post(path: string, about?: object): Promise<Reply>;
  /** A sign of life that the edge took began at this time. */
  _alive(atMs: number): void;
  /** Reads again what another tab or an earlier page has written. */
  _recall(): void;
}

/**
 * @param show called with an answer that differs from the last one; with none when its numbers may not be shown longer
 */
export function createVisit(options: Options, show: (answer: VisitResponse | undefined) => void): Visit {
  const key = `rt.${options.site}`;
  let memory: Partial<Memory> = {};
  let shown: string | undefined;
  /** How often we have asked. An answer counts only if nothing was asked after it. */
  let asked = 0;
  let misses = 0;
  /** Occasions to ask that are left out: all while we ask, one more after every failure, all once the edge has refused us. */
  let pause = 0;

  const post: Visit["post"] = (path, about) =>
    send(options.host + path, {
      visitor: memory.visitor,
      visit: memory.answer?.visit,
      site: options.site,
      ...about,
    });

  function answer(): VisitResponse | undefined {
    const { at = 0, answer } = memory;
    // Either way off is too far: a clock that was set back says nothing about age.
    return answer && Math.abs(Date.now() - at) < answer.freezeSeconds * 1000 ? answer : undefined;
  }

  function recall(): void {
    const kept = options.anonymous ? null : (load(key) as Partial<Memory> | null);
    if (kept?.visitor) memory = kept;
    const now = answer();
    const text = JSON.stringify(now);
    if (text !== shown) show(now);
    shown = text;
  }

  function keep(next: Partial<Memory>): void {
    memory = next;
    if (!options.anonymous) save(key, next);
  }

  async function ask(now?: boolean): Promise<void> {
    if (pause-- > 0 && !now) return;
    pause = Infinity;
    recall();
    const { anonymous, targets } = options;
    const page = pageView(anonymous);
    const { visitor = newId(), at = 0, answer, landing = page }: Partial<Memory> = memory;
    // Kept before the request, so that tabs opened together are one visitor.
    keep({ visitor, at, answer, landing });
    const startedMs = Date.now();
    const turn = ++asked;
    const [status, body] = await post(VISIT_PATH, {
      page: landing,
      targets: targets?.split(" "),
      ...(anonymous ? { anonymous: true } : { device: deviceHints() }),
    } satisfies Partial<VisitRequest>);
    // More was asked for meanwhile: the answer to that has all that this one has.
    if (turn < asked) return;
    // Whatever else is wrong with an answer leaves the page as it is when it is put there.
    const said = body as VisitResponse | undefined;
    if (said?.visit) {
      misses = pause = 0;
      keep({ visitor: said.visitor, at: startedMs, answer: said });
      if (landing.url !== page.url) ask();
    } else pause = status > 399 && status < 500 ? Infinity : misses++;
    recall();
  }

  return { visit: answer, ask, post, _recall: recall, _alive: (at) => keep({ ...memory, at }) };
}

/** 160 random bits. Not `randomUUID`, which plain HTTP pages do not have. */
export function newId(): string {
  return crypto.getRandomValues(new Uint32Array(5)).join("-");
}
