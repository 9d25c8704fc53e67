/**
 * How a caller's country speaks for or against a visit. Travellers, VPNs and foreign mobile numbers are common, so that
 * it weighs little; it decides only between visits that are otherwise alike. The caller's region says nothing here:
 * mobile numbers have none in most countries.
 */

/** Callers whose number is of another country than their visit, against those of the same (assumption). */
const ABROAD = 0.3;

/**
 * @param caller country of the caller's number, ISO 3166-1 alpha-2; empty when withheld or unknown
 * @param visit country the visit came from; empty when unknown
 * @returns what the visit's weight is multiplied by
 */
export function plausibility(caller: string, visit: string): number {
  return caller === "" || visit === "" || caller === visit ? 1 : ABROAD;
}
