/**
 * Who is meant by a page view, and whether this switchboard is theirs: a link's code or the cookie may say that a browser
 * which knows nothing of itself is somebody we know. Runs in the visit's transaction, for a code is used up by it.
 */
import { isAtHome } from "./admission.ts";
import type { Desk } from "./desk.ts";
import { redeemLink } from "./link.ts";
import type { ClientContext, VisitCommand, VisitOutcome } from "./rpc.ts";

type Admission = { ok: true; command: VisitCommand } | Exclude<VisitOutcome, { ok: true }>;

export function admitVisit(desk: Desk, command: VisitCommand, nowMs: number): Admission {
  const { request, link, adopt, moved } = command;
  const { shards } = desk.config;
  if (moved) {
    const { id: visit, visitor } = moved.visit;
    return { ok: true, command: { ...command, request: { ...request, visitor, visit } } };
  }
  if (link) {
    const owner = redeemLink(desk, link.code, link.browser, nowMs);
    if (owner === null) return { ok: false, reason: "link" };
    return { ok: true, command: { ...command, request: { ...request, visitor: owner.visitor, visit: owner.visit } } };
  }
  if (!adopt && !isAtHome(desk, request.visitor, nowMs)) return { ok: false, reason: "shard", shards };
  const visitor = visitorOfCookie(desk, command);
  if (visitor === null) return { ok: true, command };
  if (!isAtHome(desk, visitor, nowMs)) return { ok: false, reason: "visitor", visitor };
  return { ok: true, command: { ...command, request: { ...request, visitor } } };
}

/** The cookie's visitor, if the browser remembers nothing else that we know. */
function visitorOfCookie(desk: Desk, { request, client, cookie }: VisitCommand): string | null {
  if (cookie === undefined || cookie === request.visitor || !keepsCookie(desk, client)) return null;
  return desk.visits.latest(request.visitor) === null ? cookie : null;
}

/** Whether the visitor's browser may be given a cookie, as far as the site's settings say. */
export function keepsCookie({ config }: Desk, client: Pick<ClientContext, "gpc">): boolean {
  return config.settings.idCookie && !refusesIds(config, client.gpc);
}

/** Whether the browser's `Sec-GPC` is to be respected, and said no. */
export function refusesIds({ settings }: Desk["config"], gpc: boolean | undefined): boolean {
  return gpc === true && settings.respectGpc;
}
