/** Tells the data layer of Google Tag Manager which visit this is. Never reads from it. */

export function tellLayer(): void {
  let told = "";
  function tell(): void {
    const answer = window.ringtrail?.visit();
    if (!answer || answer.visit === told) return;
    told = answer.visit;
    window.dataLayer ??= [];
    window.dataLayer.push({ event: "ringtrail", ringtrail: { visit: answer.visit, ...answer.touch } });
  }
  document.addEventListener("ringtrail", tell);
  tell();
}
