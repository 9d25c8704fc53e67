/**
 * Who drives the browser: a crawler that will never phone, a program under test, or a person. By the user agent alone;
 * must never be taken for a defence, which bounds leases per address (L7).
 */
import { isbot } from "isbot";
import { remember } from "../recent.ts";
import { boundUserAgent } from "./user-agent.ts";

const HEADLESS = /HeadlessChrome/g;

/**
 * Whether the user agent names a crawler, a monitor or a library. None at all counts as one. A headless Chrome that
 * says nothing else is not: `isAutomated` tells those, and the site's settings decide.
 */
export function isBot(userAgent: string | null): boolean {
  return readBot(boundUserAgent(userAgent));
}

/** Whether the user agent says that a program drives the browser. `navigator.webdriver`, told by the page, says so too. */
export function isAutomated(userAgent: string | null): boolean {
  return boundUserAgent(userAgent).includes("HeadlessChrome");
}

const readBot = remember(2048, (userAgent) => userAgent === "" || isbot(userAgent.replace(HEADLESS, "Chrome")));
