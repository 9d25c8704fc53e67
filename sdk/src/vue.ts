/**
 * `ringtrail/vue`: a composable and a component that show the visitor's number. Server render and hydration give the
 * original; the visitor's number follows once the component is mounted, before the browser paints.
 */
import {
  type ComputedRef,
  computed,
  defineComponent,
  h,
  type MaybeRefOrGetter,
  onMounted,
  onUnmounted,
  shallowRef,
  toValue,
} from "vue";
import { onChange, shown } from "./page-numbers.ts";

/** A function that gives numbers as they are to be shown now, and makes what calls it depend on that. */
function showing(): (original: string) => string {
  const changes = shallowRef(0);
  const changed = () => {
    changes.value++;
  };
  let stop: (() => void) | undefined;
  onMounted(() => {
    stop = onChange(changed);
    changed();
  });
  onUnmounted(() => stop?.());
  return (original) => (changes.value ? shown(original) : original);
}

/**
 * A number as this visitor is to see it, in the format it is given in.
 *
 * @example
 * const text = useNumber("020 7946 0000"); // "020 7946 0103"
 * const link = useNumber(() => `tel:${props.phone}`); // "tel:+442079460103"
 */
export function useNumber(original: MaybeRefOrGetter<string>): ComputedRef<string> {
  const show = showing();
  return computed(() => show(toValue(original)));
}

/**
 * A link that shows and dials the visitor's number. `target` is the original, E.164; the slot is the original as it is
 * to be read, by default `target`.
 *
 * @example
 * <PhoneNumber target="+442079460000" class="phone">020 7946 0000</PhoneNumber>
 */
export const PhoneNumber = defineComponent({
  name: "PhoneNumber",
  props: { target: { type: String, required: true } },
  setup(props, { slots }) {
    const show = showing();
    return () => {
      const text = slots.default?.().map(({ children }) => (typeof children === "string" ? children : ""));
      return h("a", { href: show(`tel:${props.target}`) }, show(text?.join("").trim() || props.target));
    };
  },
});

export { PhoneNumber as Number };
