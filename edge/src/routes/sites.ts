/** `/v1/sites`: the websites of the account. */
import { createRoute } from "@hono/zod-openapi";
import { idListQuery, idPath } from "../contract/operator.ts";
import { BODY_PROBLEMS, body, problems, published } from "../contract/responses.ts";
import {
  CHANNEL_CODES_MAX,
  channelCode,
  channelCodeCreate,
  site,
  siteChange,
  siteCreate,
  toSite,
} from "../contract/sites.ts";
import { DEFAULT_SETTINGS } from "../core/config.ts";
import { problem } from "../problem.ts";
import { isFull } from "../store/changes.ts";
import { newId } from "../store/ids.ts";
import {
  addChannelCode,
  deleteSite,
  findSite,
  insertSite,
  listSites,
  type SiteRow,
  updateSite,
} from "../store/sites.ts";
import { changeRoute, createRouteOf, deleteRoute, listRoute, readRoute } from "./crud.ts";
import { freeCode } from "./given-code.ts";
import { absent, announce, operatorApp } from "./operator-app.ts";

const SITES_MAX = 500;
const SUBJECT = {
  one: "site",
  tag: "Sites",
  item: site,
  create: siteCreate,
  change: siteChange,
  query: idListQuery,
  path: idPath,
};

export const sites = operatorApp();

sites.openapi(listRoute(SUBJECT), async (c) => {
  const page = await listSites(c.env.DB, c.get("operator").account, c.req.valid("query"));
  return c.json({ ...page, items: page.items.map(toSite) }, 200);
});

sites.openapi(createRouteOf(SUBJECT), async (c) => {
  const { account } = c.get("operator");
  const given = c.req.valid("json");
  if (await isFull(c.env.DB, "site", "account_id", account, SITES_MAX)) {
    return problem(c, { status: 409, detail: `An account has at most ${SITES_MAX} sites.` });
  }
  const row: SiteRow = {
    ...given,
    settings: { ...DEFAULT_SETTINGS, ...given.settings } as SiteRow["settings"],
    id: newId("site"),
    key: newId("s").replace("_", "-"),
    accountId: account,
    version: 1,
    published: 0,
    createdAt: Date.now(),
  };
  await insertSite(c.env.DB, row);
  await announce(c, [row.id]);
  c.header("location", `/v1/sites/${row.id}`);
  return c.json(toSite((await findSite(c.env.DB, account, row.id)) ?? row), 201);
});

sites.openapi(readRoute(SUBJECT), async (c) => {
  const row = await findSite(c.env.DB, c.get("operator").account, c.req.valid("param").id);
  return row === null ? absent(c, "site") : c.json(toSite(row), 200);
});

sites.openapi(changeRoute(SUBJECT), async (c) => {
  const { account } = c.get("operator");
  const { id } = c.req.valid("param");
  if ((await findSite(c.env.DB, account, id)) === null) return absent(c, "site");
  await updateSite(c.env.DB, id, c.req.valid("json"));
  await announce(c, [id]);
  const row = await findSite(c.env.DB, account, id);
  return row === null ? absent(c, "site") : c.json(toSite(row), 200);
});

sites.openapi(deleteRoute(SUBJECT), async (c) => {
  const { id } = c.req.valid("param");
  if ((await findSite(c.env.DB, c.get("operator").account, id)) === null) return absent(c, "site");
  if (!(await deleteSite(c.env.DB, id, Date.now()))) {
    return problem(c, { status: 409, detail: "The site still has pools or numbers." });
  }
  await announce(c, [id]);
  return c.body(null, 204);
});

const codeRoute = createRoute({
  method: "post",
  path: "/{id}/codes",
  tags: ["Sites"],
  summary: "Make a code for a channel",
  description:
    "For a number of kind `code` in print or on air: whoever gives the code came by this channel. It is added to the setting `channelCodes`, and taken back there.",
  request: { params: idPath, body: body(channelCodeCreate) },
  responses: { 201: published(channelCode, "The code."), ...BODY_PROBLEMS, ...problems(404, 409, 503) },
});

sites.openapi(codeRoute, async (c) => {
  const row = await findSite(c.env.DB, c.get("operator").account, c.req.valid("param").id);
  if (row === null) return absent(c, "site");
  const { channel } = c.req.valid("json");
  if (Object.keys(row.settings.channelCodes).length >= CHANNEL_CODES_MAX) {
    return problem(c, { status: 409, detail: `A site has at most ${CHANNEL_CODES_MAX} codes of channels.` });
  }
  const code = await freeCode(c.env, row, Date.now()).catch((error: unknown) => {
    console.warn(JSON.stringify({ at: "code", site: row.id, error: String(error) }));
    return null;
  });
  if (code === null) return problem(c, { status: 503, detail: "No free code could be found just now. Try again." });
  await addChannelCode(c.env.DB, row.id, code, channel);
  await announce(c, [row.id]);
  return c.json({ code, channel }, 201);
});
