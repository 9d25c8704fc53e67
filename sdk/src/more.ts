/**
 * What not every page needs, in a file of its own that the script tag loads where its `data-use` says so. The settings
 * are the other `data-*` of that tag.
 *
 * `<script async src="https://HOST/rt.js" data-site="SITE_KEY" data-use="deep layer"></script>`
 */
import { watchConsent } from "./more/consent.ts";
import { watchDeep } from "./more/deep.ts";
import { passIds } from "./more/ids.ts";
import { tellLayer } from "./more/layer.ts";
import { sendLeads } from "./more/lead.ts";
import { linkDomains } from "./more/link.ts";
import { watchMarks } from "./more/marks.ts";

/** Loaded where a server-rendered part is found, whether the tag uses anything or not. */
export { awaitHydration } from "./hydration.ts";

/** Consent is last: it starts the tracker, and the others are to be there then. */
const FEATURES = [tellLayer, watchDeep, passIds, watchMarks, sendLeads, linkDomains, watchConsent];

const tag = document.querySelector<HTMLElement>("[data-use]");
if (tag) {
  for (const feature of FEATURES) {
    try {
      feature(tag.dataset);
    } catch {
      // One that this browser cannot do leaves the others.
    }
  }
}
