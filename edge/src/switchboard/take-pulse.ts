/** What a page tells between page views: signs of life, signals of intent, and page views within an app. */
import type { PulseEvent } from "../../../sdk/src/wire.ts";
import { isNewTouch, readTouch } from "../core/touch.ts";
import { addTouch, giveSignal, keepIds, live, nextVersion, type Visit, viewPage } from "../core/visit.ts";
import { refusesIds } from "./admit-visit.ts";
import { countStay, type Desk, holderFacts } from "./desk.ts";
import type { PulseCommand } from "./rpc.ts";

/** A changed visit reaches D1 within this time: each way there costs more rows than the change itself. */
const CHANGE_DUE_MS = 60_000;
/** Events older than this are counted as of this age: clocks of browsers stop while they sleep. */
const AGO_MAX_MS = 86_400_000;

/** `null` when the visit is not known here; the page must ask for a visit again. `commit` after the transaction. */
export function takePulse(desk: Desk, command: PulseCommand, nowMs: number): { commit: () => void } | null {
  const known = desk.visits.find(command.visitor, command.visit);
  if (!known || hasLostNumber(desk, known)) return null;
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
  visit = { ...live(visit, nowMs, visible), version: nextVersion(visit.version, nowMs) };
  desk.visits.save(visit);
  desk.outbox.mark("visit", `${visit.visitor} ${visit.id}`, nowMs, nowMs + CHANGE_DUE_MS);
  return {
    commit: () => {
      countStay(desk, visit.id, nowMs);
      desk.board.update(holderFacts(visit));
    },
  };
}

/** True when a number that the visit was shown has been leased on: its page shows what is not its own any more. */
function hasLostNumber(desk: Desk, visit: Visit): boolean {
  const slots = desk.board.holders.get(visit.id)?.slots ?? [];
  const latest = new Map(visit.shown.map((showing) => [showing.target, showing]));
  return [...latest.values()].some(
    ({ kind, number }) => kind === "pool" && !slots.some((slot) => slot.number === number),
  );
}

function takeEvent(desk: Desk, visit: Visit, event: Exclude<PulseEvent, { type: "ids" }>, nowMs: number): Visit {
  const atMs = Math.max(visit.startedAtMs, nowMs - Math.min(Math.max(0, event.ago), AGO_MAX_MS));
  if (event.type === "signal") return giveSignal(visit, event.signal, atMs);
  if (event.type !== "page") return visit;
  const touch = readTouch(event.page, desk.config);
  const touched = isNewTouch(visit.touches.at(-1) ?? null, touch) ? addTouch(visit, touch, atMs) : visit;
  const page = { path: touch.landing, title: event.page.title ?? "", atMs };
  return viewPage(touched, page, desk.config.settings.contactPaths);
}
