/** The script as tag managers and shop systems put it into pages: late, by code, from a template. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type {} from "../../src/script.ts";
import { setStage } from "../browser/setup.ts";

const stage = setStage();
const PAGE = '<p id="call">020 7946 0000</p>';
const call = () => stage.page.textContent("#call");
const read = (path: string) => readFileSync(`examples/${path}`, "utf8");
/** An example with the placeholders filled in. */
const filled = (path: string) =>
  read(path).replaceAll("https://YOUR-HOST", stage.edge.origin).replaceAll("YOUR-SITE-KEY", "demo");

describe("examples/gtm/template.tpl", () => {
  const parts = new Map(
    read("gtm/template.tpl")
      .split(/^___(?=[A-Z_]+___$)/m)
      .filter(Boolean)
      .map((part): [string, string] => [part.slice(0, part.indexOf("___")), part.replace(/^.*___\n/, "").trim()]),
  );
  const json = (part: string): unknown => JSON.parse(parts.get(part) ?? "");
  const code = parts.get("SANDBOXED_JS_FOR_WEB_TEMPLATE") ?? "";

  it("has the sections of Google's format, in their order", () => {
    expect([...parts.keys()]).toEqual([
      "TERMS_OF_SERVICE",
      "INFO",
      "TEMPLATE_PARAMETERS",
      "SANDBOXED_JS_FOR_WEB_TEMPLATE",
      "WEB_PERMISSIONS",
      "TESTS",
      "NOTES",
    ]);
    expect(json("INFO")).toMatchObject({ type: "TAG", containerContexts: ["WEB"] });
    expect(json("TEMPLATE_PARAMETERS")).toMatchObject([{ name: "host" }, { name: "site" }]);
  });

  it("may do what its code does, and nothing else", () => {
    const apis = [...code.matchAll(/require\('(\w+)'\)/g)].map(([, name]) => name);
    expect(apis).toEqual(["callInWindow", "copyFromWindow", "injectScript"]);
    const granted = JSON.stringify(json("WEB_PERMISSIONS"));
    for (const needed of ["inject_script", "access_globals", '"ringtrailStart"', '"ringtrail"']) {
      expect(granted).toContain(needed);
    }
  });

  it("starts the tracker late, once, however often the tag fires", async () => {
    const page = await stage.open(PAGE, "");
    const fire = () =>
      page.evaluate(
        ([body, host]) => {
          const apis = {
            injectScript(src: string, onSuccess: () => void, onFailure: () => void, token: string): void {
              if (document.querySelector(`[data-token="${token}"]`)) {
                onSuccess();
                return;
              }
              const script = document.createElement("script");
              Object.assign(script, { src, async: true, onload: onSuccess, onerror: onFailure });
              script.setAttribute("data-token", token);
              document.head.append(script);
            },
            callInWindow: (name: "ringtrailStart", options: object) => window[name]?.(options),
            copyFromWindow: (name: "ringtrail") => window[name],
          };
          const run = new Function("require", "data", body ?? "");
          return new Promise((gtmOnSuccess, gtmOnFailure) => {
            const data = { host, site: "demo", gtmOnSuccess, gtmOnFailure };
            run((name: keyof typeof apis) => apis[name], data);
          });
        },
        [code, stage.edge.origin],
      );
    await fire();
    await expect.poll(call).toBe("020 7946 0103");
    await fire();
    expect(stage.edge.visits).toMatchObject([{ site: "demo" }]);
  });
});

describe.each(["gtm/custom-html.html", "zaraz/custom-html.html"])("examples/%s", (path) => {
  it("starts the tracker in a page that is long there", async () => {
    const page = await stage.open(PAGE, "");
    const [, code = ""] = /<script>([\s\S]*)<\/script>/.exec(filled(path)) ?? [];
    await page.evaluate(code);
    await expect.poll(call).toBe("020 7946 0103");
    expect(stage.edge.visits).toMatchObject([{ site: "demo" }]);
  });
});

describe("examples/shopify", () => {
  it("gives the script tag", async () => {
    const liquid = filled("shopify/snippets/ringtrail.liquid");
    const values = Object.fromEntries(
      [...liquid.matchAll(/assign (\w+) = '(.*)'/g)].map(([, name, value]) => [name, value]),
    );
    const html = liquid.replace(/\{%[\s\S]*?%\}/g, "").replace(/\{\{ (\w+) \}\}/g, (_, name: string) => values[name]);
    await stage.open(PAGE, html.replace(/The visitor's own.*\n?/, ""));
    await expect.poll(call).toBe("020 7946 0103");
  });
});

describe("examples/wordpress", () => {
  it("gives the script its site and asks optimisers to leave it", async () => {
    const [, attributes = ""] = /sprintf\( '(.*?)',/.exec(read("wordpress/ringtrail.php")) ?? [];
    const tag = "<script async src='/rt.js' id='ringtrail-js'></script>";
    await stage.open(PAGE, tag.replace(" src=", `${attributes.replace("%s", "demo")} src=`));
    await expect.poll(call).toBe("020 7946 0103");
  });
});

describe("examples/first-party-path", () => {
  it("hands requests on as they came, without the prefix", async () => {
    const { default: worker } = await import(`${process.cwd()}/examples/first-party-path/worker.js`);
    const seen: Request[] = [];
    const env = {
      RINGTRAIL: {
        fetch(request: Request) {
          seen.push(request);
          return new Response("ok");
        },
      },
    };
    const headers = { "CF-Connecting-IP": "192.0.2.1" };
    await worker.fetch(
      new Request("https://www.example.com/rt/v1/visit?a=b", { method: "POST", headers, body: "{}" }),
      env,
    );
    expect(seen[0]).toMatchObject({ url: "https://www.example.com/v1/visit?a=b", method: "POST" });
    expect(seen[0]?.headers.get("CF-Connecting-IP")).toBe("192.0.2.1");
    expect(await seen[0]?.text()).toBe("{}");
    expect((await worker.fetch(new Request("https://www.example.com/rtfm"), env)).status).toBe(404);
  });
});
