/** The visit's code: what a caller says or keys in where one number is shown to everybody. */
import { visit } from "./page.ts";

/** The code of the present visit, once the edge has answered; none where the site has no codes. */
export function code(): string | undefined {
  return visit()?.code;
}
