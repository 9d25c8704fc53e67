/**
 * Keeps the list of calls up to date: polls while the tab is in view, slower while something fails, and not at all
 * when hidden.
 */
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { type Failure, fetchCalls } from "./api.ts";
import { type CallList, withNewest, withOlder } from "./merge.ts";

const POLL_MS = 2_000;
const SLOWEST_MS = 30_000;

export interface CallsState {
  list: CallList | null;
  failure: Failure | null;
  loadMore: () => Promise<void>;
}

/** @param onRefused called when the key is not accepted */
export function useCalls(key: string, onRefused: () => void): CallsState {
  const [list, setList] = useState<CallList | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const refused = useRef(onRefused);
  refused.current = onRefused;

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let etag: string | null = null;
    let waitMs = POLL_MS;
    let ended = false;
    let asking = false;
    const poll = async () => {
      clearTimeout(timer);
      if (ended || asking || document.hidden) return;
      asking = true;
      const answer = await fetchCalls(key, etag, null);
      asking = false;
      if (ended) return;
      if (!answer.ok && answer.failure === "key") return refused.current();
      if (answer.ok && answer.value) {
        const page = answer.value;
        etag = answer.etag;
        setList((before) => withNewest(before, page));
      }
      setFailure(answer.ok ? null : answer.failure);
      waitMs = answer.ok ? POLL_MS : Math.min(waitMs * 2, SLOWEST_MS);
      timer = setTimeout(poll, waitMs);
    };
    const onVisible = () => void poll();
    document.addEventListener("visibilitychange", onVisible);
    window.addEventListener("online", onVisible);
    void poll();
    return () => {
      ended = true;
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", onVisible);
      window.removeEventListener("online", onVisible);
    };
  }, [key]);

  const next = list?.next ?? null;
  const loadMore = useCallback(async () => {
    const answer = next === null ? null : await fetchCalls(key, null, next);
    if (!answer) return;
    if (!answer.ok) return setFailure(answer.failure);
    const page = answer.value;
    if (page) setList((before) => before && withOlder(before, page));
  }, [key, next]);

  return { list, failure, loadMore };
}
