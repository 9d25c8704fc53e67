/** What a site's settings and a browser's wishes change in a visit: e-mail addresses, ids of other tools. The real Worker. */
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import type { VisitResponse } from "../../../sdk/src/wire.ts";
import { readCode } from "../../src/core/code.ts";
import { type Visit as CoreVisit, IDS_MAX, keepIds } from "../../src/core/visit.ts";
import { reset, us } from "./operator-client.ts";
import { flush, post, view } from "./page-client.ts";
import { type Configured, configure, TARGET } from "./resources.ts";

interface Visit {
  id: string;
  code: string | null;
  ids: Record<string, string>;
}
let shop: Configured;
let round = 10;

beforeEach(async () => {
  await reset();
  shop = await configure(us, String(round++));
});

const settings = (change: object) => us.patch<{ errors: object[] }>(`/v1/sites/${shop.site}`, { settings: change });

async function readVisit(id: string): Promise<Visit> {
  await flush(shop.siteKey);
  return (await us.get<Visit>(`/v1/visits/${id}`)).body;
}

describe("e-mail addresses", () => {
  it("are shown to each visit with its code, by which operators find it", async () => {
    const emailsOf = ({ swaps }: VisitResponse) => swaps.filter(({ kind }) => kind === "email");
    expect(emailsOf(await view(shop.siteKey))).toEqual([]);
    await settings({ emails: ["Sales@Shop.example", "b.c@shop.example"] });
    const [one, two] = [await view(shop.siteKey), await view(shop.siteKey)];
    expect(readCode(one.code ?? "")).toBe(one.code);
    expect(one.code).not.toBe(two.code);
    expect(emailsOf(one)).toMatchObject([
      { target: "sales@shop.example", digits: [["sales@shopexample", `sales+${one.code}@shop.example`]] },
      { target: "b.c@shop.example", number: `b.c+${one.code}@shop.example` },
    ]);
    expect(emailsOf(await view(shop.siteKey, { visitor: one.visitor }))).toEqual(emailsOf(one));
    await flush(shop.siteKey);
    const found = await us.get<{ items: Visit[] }>(`/v1/visits?code=${one.code}`);
    expect(found.body.items).toMatchObject([{ id: one.visit, code: one.code }]);
    const spoken = `${one.code?.slice(0, 2)}%20${one.code?.slice(2)}`;
    expect((await us.get<{ items: Visit[] }>(`/v1/visits?code=${spoken}`)).body.items).toHaveLength(1);
    expect((await us.get("/v1/visits?code=k7q2m")).status).toBe(422);
  });

  it.each([
    [["no address"], "settings.emails.0"],
    [["a+b@shop.example"], "settings.emails.0"],
    [Array(9).fill("a@shop.example"), "settings.emails"],
  ])("are refused when they cannot be tagged: %j", async (emails, path) => {
    const answer = await settings({ emails });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path }] } });
  });
});

describe("ids of other tools", () => {
  const pulse = (visit: { visitor: string; visit: string }, ids: object, headers = {}) => {
    const body = { site: shop.siteKey, visitor: visit.visitor, visit: visit.visit };
    return post("/v1/pulse", { ...body, events: [{ type: "ids", ago: 0, ids }] }, headers);
  };

  it("T1 may come later; of one name the latest counts, and others stay", async () => {
    const visit = await view(shop.siteKey, { ids: { _ga: "1", _fbp: "2" } });
    expect((await pulse(visit, { _ga: "3", _ym_uid: "4" })).status).toBe(204);
    expect((await readVisit(visit.visit)).ids).toEqual({ _ga: "3", _fbp: "2", _ym_uid: "4" });
  });

  it("are not kept when the browser sends Sec-GPC and the site respects it", async () => {
    const gpc = { "sec-gpc": "1" };
    const first = await view(shop.siteKey);
    const body = { site: shop.siteKey, visitor: first.visitor, page: { url: "https://shop.example/", referrer: "" } };
    expect((await post("/v1/visit", { ...body, ids: { _ga: "1" } }, gpc)).status).toBe(200);
    expect((await pulse(first, { _ga: "1" }, gpc)).status).toBe(204);
    expect((await readVisit(first.visit)).ids).toEqual({});
    await settings({ respectGpc: false });
    expect((await pulse(first, { _ga: "1" }, gpc)).status).toBe(204);
    expect((await readVisit(first.visit)).ids).toEqual({ _ga: "1" });
  });

  it.each([
    [Object.fromEntries(Array.from({ length: 17 }, (_, n) => [`k${n}`, "v"])), "events.0.ids"],
    [{ a: "x".repeat(257) }, "events.0.ids.a"],
    [undefined, "events.0.ids"],
  ])("are refused when there are too many or too long", async (ids, path) => {
    const answer = await pulse(await view(shop.siteKey), ids as object);
    expect(answer.status).toBe(422);
    expect(((await answer.json()) as { errors: object[] }).errors).toMatchObject([{ path }]);
  });

  it("never grow beyond their bound, and what is known is always brought up to date", () => {
    const ids = fc.dictionary(fc.stringMatching(/^[a-z]{1,2}$/), fc.string(), { maxKeys: 16 });
    fc.assert(
      fc.property(fc.array(ids, { maxLength: 8 }), (all) => {
        let visit = { ids: {} } as CoreVisit;
        for (const more of all) {
          const before = visit.ids;
          visit = keepIds(visit, more);
          expect(Object.keys(visit.ids).length).toBeLessThanOrEqual(IDS_MAX);
          for (const name of Object.keys(before)) expect(visit.ids[name]).toBe(more[name] ?? before[name]);
        }
      }),
    );
  });
});

describe("targets", () => {
  const others = (count: number) => Array.from({ length: count }, (_, n) => `+4420794${61_000 + n}`);
  const targetsOf = ({ swaps }: VisitResponse) => swaps.map(({ target }) => target);

  it("S1 that a page asks for again and again, or that are too many, cost it no number: the latest count", async () => {
    expect(targetsOf(await view(shop.siteKey, { targets: ["", ...Array(90).fill(TARGET)] }))).toEqual([TARGET]);
    expect(targetsOf(await view(shop.siteKey, { targets: [...others(90), TARGET] }))).toEqual([TARGET]);
    expect(targetsOf(await view(shop.siteKey, { targets: ["x".repeat(40), TARGET] }))).toEqual([TARGET]);
    expect(targetsOf(await view(shop.siteKey, { targets: [TARGET, ...others(64)] }))).toEqual([]);
  });
});
