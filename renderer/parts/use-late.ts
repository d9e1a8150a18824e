import { useEffect, useState } from 'react';

const skeletonAfterMs = 300;

/** True once `waiting` has lasted 300 ms: what answers sooner never shows a skeleton. */
export function useLate(waiting: boolean): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!waiting) return undefined;
    const timer = setTimeout(() => {
      setLate(true);
    }, skeletonAfterMs);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [waiting]);
  return waiting && late;
}
