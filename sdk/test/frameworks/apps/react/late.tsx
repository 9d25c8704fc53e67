/** A part of the page whose code comes later than the rest. */
export default function Late() {
  return <p id="late">020 7946 0000</p>;
}
