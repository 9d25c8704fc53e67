/**
 * Placement: which rule decides what a visit is shown in place of each original number. Only picks the rule; whether a
 * number can be given is the board's matter.
 */
import type { Conditions, Placement, PlacementAction } from "./config.ts";

/** What conditions can ask of a visit. */
export interface VisitFacts {
  channel: string;
  source: string;
  medium: string;
  campaign: string;
  landing: string;
  country: string;
  region: string;
  city: string;
  device: "mobile" | "tablet" | "desktop";
}

export interface Placed {
  /** Original number, E.164. */
  target: string;
  /** Id of the placement that decides. */
  placement: string;
  action: PlacementAction;
}

/**
 * For every target the first placement that matches, in the order of the placements. A target whose placements all
 * fail to match is not in the answer, and the page keeps it.
 */
export function place(placements: readonly Placement[], facts: VisitFacts): Placed[] {
  const placed = new Map<string, Placed>();
  for (const { id, target, conditions, action } of placements) {
    if (!placed.has(target) && matches(conditions, facts)) placed.set(target, { target, placement: id, action });
  }
  return [...placed.values()];
}

/** Whether all conditions hold. An absent list, like an empty one, asks nothing. */
export function matches(conditions: Conditions, facts: VisitFacts): boolean {
  return (
    holds(conditions.channel, (value) => value === fold(facts.channel)) &&
    holds(conditions.source, (value) => value === fold(facts.source)) &&
    holds(conditions.medium, (value) => value === fold(facts.medium)) &&
    holds(conditions.campaign, (value) => value === fold(facts.campaign)) &&
    holds(conditions.landing, (prefix) => fold(facts.landing).startsWith(prefix)) &&
    holds(conditions.country, (value) => value === fold(facts.country)) &&
    holds(conditions.region, (value) => value === fold(facts.region)) &&
    holds(conditions.city, (value) => value === fold(facts.city)) &&
    holds(conditions.device, (value) => value === facts.device)
  );
}

function holds(values: readonly string[] | undefined, test: (value: string) => boolean): boolean {
  return values === undefined || values.length === 0 || values.some((value) => test(fold(value)));
}

function fold(text: string): string {
  return text.trim().toLowerCase();
}
