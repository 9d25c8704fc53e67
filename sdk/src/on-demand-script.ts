/**
 * Where the script tag's file is from, and what it loads from there. By its whole address: in a script of another origin
 * browsers know no place that a relative one could start from
 * (https://html.spec.whatwg.org/multipage/webappapis.html#muted-errors).
 */
export const script = document.currentScript as HTMLScriptElement | null;

/** The edge is where the script is from, a proxy's path included; a request must not carry the page's credentials. */
export const host = script?.src.replace(/\/[^/]*$|[^/]*@/g, "") as string;

export function onDemand(): Promise<typeof import("./more.ts")> {
  return import(`${host}/rt-more.js`);
}
