/** How long after a visitor's last sign of life the call comes: the prior, and what a site's own calls say. */
export interface DelayCurve {
  version: number;
}
