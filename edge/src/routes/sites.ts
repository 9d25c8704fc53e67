/** `/v1/sites`: the websites of the account. */
import { idListQuery, idPath } from "../contract/operator.ts";
import { site, siteChange, siteCreate, toSite } from "../contract/sites.ts";
import { DEFAULT_SETTINGS } from "../core/config.ts";
import { problem } from "../problem.ts";
import { isFull } from "../store/changes.ts";
import { newId } from "../store/ids.ts";
import { deleteSite, findSite, insertSite, listSites, type SiteRow, updateSite } from "../store/sites.ts";
import { changeRoute, createRouteOf, deleteRoute, listRoute, readRoute } from "./crud.ts";
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
