/**
 * What not every page needs, in a file of its own: a second script tag that says in `data-use` what to do, in words
 * separated by spaces. It talks to the tracker only as the page can (`window.ringtrail`, the `ringtrail` event), so the
 * two files may be of different ages.
 *
 * `<script defer src="https://HOST/rt-more.js" data-use="deep fields layer"></script>`
 */
import { showCode } from "./more/code.ts";
import { watchConsent } from "./more/consent.ts";
import { watchDeep } from "./more/deep.ts";
import { fillFields } from "./more/fields.ts";
import { tellLayer } from "./more/layer.ts";
import { showPlaces } from "./more/places.ts";

const FEATURES: Record<string, (settings: DOMStringMap) => void> = {
  code: showCode,
  consent: watchConsent,
  deep: watchDeep,
  fields: fillFields,
  layer: tellLayer,
  places: showPlaces,
};

const { dataset } = document.currentScript ?? document.documentElement;
for (const name of (dataset.use ?? "").split(" ")) {
  try {
    FEATURES[name]?.(dataset);
  } catch {
    // One that this browser cannot do leaves the others.
  }
}
