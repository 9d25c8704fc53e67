/** What a page tells between page views: signs of life, signals of intent, and page views within an app. */
import type { PulseEvent } from "../../../sdk/src/wire.ts";
import { isNewTouch, readTouch } from "../core/touch.ts";
import { addTouch, giveSignal, keepIds, live, type Visit, viewPage } from "../core/visit.ts";
import { refusesIds } from "./admit-visit.ts";
import { countStay, type Desk, holderFacts } from "./desk.ts";
import { saveChanged } from "./hand-over.ts";
import type { PulseCommand } from "./rpc.ts";

/** A changed visit reaches D1 within this time: each way there costs more rows than the change itself. */
const CHANGE_DUE_MS = 60_000;
/** Events older than this are counted as of this age: clocks of browsers stop while they sleep. */
const AGO_MAX_MS = 86_400_000;

export interface TakenPulse {
  /** Writes what was saved on the board; call it after the round. */
  commit: () => void;
  /** Where the visit goes on, if it was handed over, and the numbers that it keeps. */
  moved: { to: number; kept: string[] } | null;
}

/**
 * `null` when the visit is not known here, or not with its numbers; the page must ask for a visit again. Writes a mark and
 * then the visit, and nothing else: so it needs no transaction (`Keeper.run`).
 */
export function takePulse(desk: Desk, command: PulseCommand, nowMs: number): TakenPulse | null {
  const known = desk.visits.find(command.visitor, command.visit);
  if (!known) return null;
  const { handedTo: to } = known;
  if (to === undefined && hasLostNumber(desk, known, command.kept)) return null;
  let visit = known;
  let visible = visit.visible;
  const isRefused = refusesIds(desk.config, command.gpc);
  for (const event of command.events) {
    if (event.type === "ids") {
      if (!isRefused) visit = keepIds(visit, event.ids);
      continue;
    }
    visit = takeEvent(desk, visit, event, nowMs);
    visible = event.type !== "hidden" && event.type !== "end";
  }
  visit = saveChanged(desk, live(visit, nowMs, visible), nowMs, nowMs + CHANGE_DUE_MS);
  return {
    moved: to === undefined ? null : { to, kept: [...heldBy(desk, known), ...(command.kept ?? [])] },
    commit: () => {
      countStay(desk, visit.id, nowMs);
      desk.board.update(holderFacts(visit));
    },
  };
}

/** True when a number that the visit was shown has been leased on: its page shows what is not its own any more. */
function hasLostNumber(desk: Desk, visit: Visit, kept: readonly string[] = []): boolean {
  const held = heldBy(desk, visit);
  const latest = new Map(visit.shown.map((showing) => [showing.target, showing]));
  return [...latest.values()].some(
    ({ kind, number }) => kind === "pool" && !held.includes(number) && !kept.includes(number),
  );
}

function heldBy({ board }: Desk, { id }: Visit): string[] {
  return board.holders.get(id)?.slots.map(({ number }) => number) ?? [];
}

function takeEvent(desk: Desk, visit: Visit, event: Exclude<PulseEvent, { type: "ids" }>, nowMs: number): Visit {
  // Whole milliseconds, whatever a browser counts in: D1 takes no others.
  const atMs = Math.max(visit.startedAtMs, nowMs - Math.round(Math.min(Math.max(0, event.ago), AGO_MAX_MS)));
  if (event.type === "signal") return giveSignal(visit, event.signal, atMs);
  if (event.type !== "page") return visit;
  const touch = readTouch(event.page, desk.config);
  const touched = isNewTouch(visit.touches.at(-1) ?? null, touch) ? addTouch(visit, touch, atMs) : visit;
  const page = { path: touch.landing, title: event.page.title ?? "", atMs };
  return viewPage(touched, page, desk.config.settings.contactPaths);
}
