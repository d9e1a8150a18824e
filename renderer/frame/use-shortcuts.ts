import type { RefObject } from 'react';
import { useEffect } from 'react';
import { assertNever } from '../../core/contract/errors.ts';
import { useEngineClient } from '../engine/engine-context.ts';
import { undo } from '../engine/undo.ts';
import { shortcutOf } from './shortcuts.ts';
import { useViewState } from './view-state.ts';

/** Whether text is typed there. */
function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLInputElement && !/^(?:checkbox|radio)$/u.test(target.type))
  );
}

/** The keys that work anywhere; `search` is the box one of them leads to. */
export function useShortcuts(search: RefObject<HTMLInputElement | null>): void {
  const engine = useEngineClient();
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const shortcut = shortcutOf(event, isField(event.target));
      const { lay, back, forward, select, show } = useViewState.getState();
      // What lies over the window has the keys, and what was done with one already is done.
      if (shortcut === null || event.defaultPrevented || document.querySelector('dialog[open]') !== null) return;
      event.preventDefault();
      switch (shortcut) {
        case 'palette':
        case 'keys':
          lay(shortcut);
          break;
        case 'search':
          search.current?.focus();
          search.current?.select();
          break;
        case 'undo':
          void undo(engine);
          break;
        case 'close':
          select(null);
          break;
        case 'back':
          back();
          break;
        case 'forward':
          forward();
          break;
        case 'today':
        case 'meetings':
        case 'firm':
        case 'who':
        case 'people':
        case 'map':
        case 'pursuits':
        case 'questions':
        case 'sources':
        case 'settings':
          show(shortcut);
          break;
        default:
          assertNever(shortcut);
      }
    };
    window.addEventListener('keydown', press);
    return () => {
      window.removeEventListener('keydown', press);
    };
  }, [engine, search]);
}
