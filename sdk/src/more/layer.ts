/** Tells the data layer of Google Tag Manager which visit this is. Never reads from it. */
import { onAnswer } from "./each.ts";

export function tellLayer(): void {
  let told = "";
  onAnswer((answer) => {
    if (!answer || answer.visit === told) return;
    told = answer.visit;
    window.dataLayer ??= [];
    window.dataLayer.push({ event: "ringtrail", ringtrail: { visit: answer.visit, ...answer.touch } });
  });
}
