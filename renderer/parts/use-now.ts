import { useSyncExternalStore } from 'react';

const minuteMs = 60_000;

function eachMinute(listener: () => void): () => void {
  const timer = setInterval(listener, minuteMs);
  return () => {
    clearInterval(timer);
  };
}

/** The present minute in milliseconds since the epoch: a window left open over night still says "yesterday" rightly. */
export function useNow(): number {
  return useSyncExternalStore(eachMinute, () => Math.floor(Date.now() / minuteMs) * minuteMs);
}
