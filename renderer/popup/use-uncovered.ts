import { useEffect, useState } from 'react';
import type { PopupBridge } from '../../core/contract/shell.ts';

/** Whether names may show: while the pointer is on the window, or the user has gone to it with a key or a click. */
export function useUncovered(bridge: PopupBridge): boolean {
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  useEffect(() => {
    const page = document.documentElement;
    const enter = () => {
      setPointed(true);
    };
    const leave = () => {
      setPointed(false);
    };
    bridge.onFocus(setFocused);
    page.addEventListener('mouseenter', enter);
    page.addEventListener('mouseleave', leave);
    return () => {
      page.removeEventListener('mouseenter', enter);
      page.removeEventListener('mouseleave', leave);
    };
  }, [bridge]);
  return pointed || focused;
}
