import { useEffect, useState } from 'react';

const settledAfterMs = 1000;

/** A text once it has stood for a second: what changes with every key is read out only where the user pauses. */
export function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => {
      setSettled(text);
    }, settledAfterMs);
    return () => {
      clearTimeout(timer);
    };
  }, [text]);
  return settled;
}
