/** What is loaded on demand from npm: a module beside this one. `on-demand-script.ts` stands in its place in the script tag's file. */
export function onDemand(): Promise<typeof import("./hydration.ts")> {
  return import("./hydration.ts");
}
