/** Tells the data layer of Google Tag Manager which visit this is. Never reads from it. */
import { onAnswer, visit } from "./page.ts";

export function tellLayer({ use }: DOMStringMap): void {
  if (!/layer/.test(use as string)) return;
  let told: string | undefined;
  onAnswer(() => {
    const answer = visit();
    if (!answer || answer.visit === told) return;
    told = answer.visit;
    window.dataLayer ??= [];
    window.dataLayer.push({ event: "ringtrail", ringtrail: { visit: told, ...answer.touch } });
  });
}
