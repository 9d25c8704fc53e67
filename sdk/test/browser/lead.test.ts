/** Forms that visitors send, where their author says so. */
import { describe, expect, it } from "vitest";
import { setStage, swapped } from "./setup.ts";

const stage = setStage('<script defer src="/rt.js" data-site="demo" data-use></script>');

/** Sends the form as a visitor does; where it goes is another page. */
async function sent(form: string): Promise<void> {
  stage.edge.pages.set("/thanks", "<p>Thanks</p>");
  await stage.open(form);
  await swapped(stage.page);
  await stage.page.waitForFunction(
    () => performance.getEntriesByName(new URL("/rt-more.js", location.href).href).length,
  );
  await stage.page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
  await stage.page.click("button");
  await stage.page.waitForURL("**/thanks**");
}

describe("a form that lists its fields", () => {
  it("is told with those fields and no others; the form goes where it goes", async () => {
    await sent(`<form id="callback" action="/thanks" data-rt-lead="name phone topic once news size missing">
      <input name="id" value="a field that is named like a property">
      <input name="name" value="Ada"><input name="phone" type="tel" value="020 7946 0991"><input name="private" value="x">
      <input type="radio" name="topic" value="bikes"><input type="radio" name="topic" value="tyres" checked>
      <input type="radio" name="once" value="unchosen"><input type="checkbox" name="news" value="yes"><select name="size"><option>S<option selected>M</select><button>Go</button></form>`);
    await stage.edge.until(() => stage.edge.leads.length > 0);
    expect(stage.edge.leads).toEqual([
      {
        site: "demo",
        visitor: "v".repeat(24),
        visit: "visit-1.0",
        form: "callback",
        fields: { name: "Ada", phone: "020 7946 0991", topic: "tyres", size: "M" },
      },
    ]);
  });

  it("A2 never tells a password or a card, whatever is listed", async () => {
    await sent(`<form action="/thanks" data-rt-lead="email password secret shown number name">
      <input name="email" value="ada@shop.example"><input name="password" value="p">
      <input name="secret" type="password" value="p"><input name="shown" autocomplete="new-password" value="p">
      <input name="number" autocomplete="cc-number" value="4111"><input name="name" autocomplete="section-x cc-name" value="A"><button>Go</button></form>`);
    await stage.edge.until(() => stage.edge.leads.length > 0);
    expect(stage.edge.leads[0]?.fields).toEqual({ email: "ada@shop.example" });
  });

  it("is told when a script of the page sends it instead", async () => {
    await stage.open('<form data-rt-lead="name"><input name="name" value="Ada"><button>Go</button></form>');
    await swapped(stage.page);
    await stage.page.evaluate(() => {
      addEventListener("submit", (event) => event.preventDefault());
      document.querySelector("form")?.requestSubmit();
    });
    await stage.edge.until(() => stage.edge.leads.length > 0);
    expect(stage.edge.leads[0]).not.toHaveProperty("form");
  });
});

it("A2 a form that says nothing is not told, nor is any after stop()", async () => {
  await sent('<form action="/thanks"><input name="name" value="Ada"><button>Go</button></form>');
  await stage.open('<form data-rt-lead="name"><input name="name" value="Ada"><button>Go</button></form>');
  await swapped(stage.page);
  await stage.page.evaluate(() => {
    window.ringtrail?.stop();
    addEventListener("submit", (event) => event.preventDefault());
    document.querySelector("form")?.requestSubmit();
    return new Promise((resolve) => setTimeout(resolve, 100));
  });
  expect(stage.edge.leads).toEqual([]);
});
