/**
 * The curve a site starts with, before its own calls have said anything. The shape in time follows the one published
 * study; how much a signal is worth is an assumption, stated here in one table and soon replaced by what is learned.
 * Never tuned to a traffic profile of the simulator.
 */
import { AWAY, type DelayCurve, lowerEdgeMs, ON_SITE, type Scale, TAPPED, withRemaining } from "./delay-curve.ts";
import { INTENTS, type Intent } from "./signals.ts";

/**
 * Share of the visits of a class that call after they left. Assumptions: some 3 % of a shop's visitors call, nearly
 * all of them have seen the number, and a tap on the number or a copy of it is ten times a sight of it. A visit that
 * has called is known by its caller from then on, so calls by an unknown caller are seldom its own.
 */
const CALLS_AFTER_LEAVING: Record<Intent, number> = {
  called: 0.002,
  bounce: 0.0005,
  plain: 0.002,
  seen: 0.03,
  interested: 0.1,
  tel: 0.2,
};

/** Calls come as often from the site as after leaving it (assumption), spread over a stay of two minutes on average. */
const STAY_SECONDS = 120;

/** Calls that come late: the study ends after half an hour, and there are trades where most take days (assumption). */
const LATE = 0.1;

/**
 * Share of calls that came by then, seconds since the last sign of life. Over 80 % of callers call within 10 to 15
 * minutes and about 10 % more within half an hour (CoMagic/UIS study, habr.com/ru/articles/286750): an exponential
 * with a mean of 6 minutes, and for those who call late a tail falling as 1/t from 10 minutes to 30 days.
 */
function calledBy(seconds: number): number {
  const [from, to] = [600, 30 * 86_400];
  const late = Math.log(Math.min(Math.max(seconds, from), to) / from) / Math.log(to / from);
  return (1 - LATE) * (1 - Math.exp(-seconds / 360)) + LATE * late;
}

/** Share of the callers among those who tap a `tel:` link, and their mean delay, seconds (assumptions). */
const TAP = { share: 0.4, meanSeconds: 15 };

/** Calls per second in each bin of a scale for a share of callers and the distribution of their delays. */
function rates(scale: Scale, share: number, by: (seconds: number) => number): number[] {
  return Array.from({ length: scale.bins }, (_, bin) => {
    const from = lowerEdgeMs(scale, bin) / 1000;
    const to = lowerEdgeMs(scale, bin + 1) / 1000;
    return (share * (by(to) - by(from))) / (to - from);
  });
}

/**
 * Reading a number and dialling it takes seconds; from 20 seconds on every second of the stay is like another. Kept
 * mild (assumption): who has just been shown a number is still far likelier to ring it than a stranger is.
 */
const READING = [0.5, 0.7, 0.9];

const prior = (): DelayCurve => {
  const onSite = {} as Record<Intent, number[]>;
  const away = {} as Record<Intent, number[]>;
  for (const intent of INTENTS) {
    const share = CALLS_AFTER_LEAVING[intent];
    away[intent] = rates(AWAY, share, calledBy);
    // A visit that goes on has not bounced, however young it is.
    const staying = intent === "bounce" ? CALLS_AFTER_LEAVING.plain : share;
    onSite[intent] = Array.from({ length: ON_SITE.bins }, (_, bin) => (staying / STAY_SECONDS) * (READING[bin] ?? 1));
  }
  const tapped = rates(TAPPED, TAP.share, (seconds) => 1 - Math.exp(-seconds / TAP.meanSeconds));
  // One call a number in some three weeks comes from nobody we know (assumption).
  const nobody = 1 / (20 * 86_400);
  const alike = Object.fromEntries(INTENTS.map((intent) => [intent, 1])) as Record<Intent, number>;
  const floor = (away.tel[0] ?? 0) * 0.5;
  return withRemaining({
    version: 0,
    calls: 0,
    nobody,
    onSite,
    away,
    tapped: tapped.map((rate) => Math.max(rate, floor)),
    device: { mobile: { ...alike }, tablet: { ...alike }, desktop: { ...alike } },
  });
};

/** The documented prior: version 0. `docs/resolution.md` tells where each figure comes from. */
export const PRIOR_CURVE: DelayCurve = prior();
