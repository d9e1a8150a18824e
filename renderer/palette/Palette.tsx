import type { UseComboboxState, UseComboboxStateChangeOptions } from 'downshift';
import { useCombobox } from 'downshift';
import { useEffect, useRef, useState } from 'react';
import { assertNever } from '../../core/contract/errors.ts';
import type { EngineClient } from '../../core/contract/rpc.ts';
import { useEngineClient } from '../engine/engine-context.ts';
import { undo } from '../engine/undo.ts';
import { useEngine } from '../engine/use-engine.ts';
import { useViewState } from '../frame/view-state.ts';
import { BandMark } from '../parts/BandMark.tsx';
import { Icon } from '../parts/Icon.tsx';
import { shownName } from '../words/standing.ts';
import styles from './palette.module.css';
import type { PaletteItem } from './palette-items.ts';
import { itemKey, itemWords, paletteItems } from './palette-items.ts';

const mostFound = 7;

/** One box for everything: the first line asks who knows, then people and organisations, then what can be done. */
export function Palette() {
  const dialog = useRef<HTMLDialogElement>(null);
  const [words, setWords] = useState('');
  const asked = words.trim();
  const { value: found, input: answered } = useEngine('find', asked === '' ? null : { words: asked, limit: mostFound });
  const lay = useViewState((state) => state.lay);
  const engine = useEngineClient();
  const items = paletteItems(asked, asked === '' || answered === undefined ? [] : (found ?? []));
  useEffect(() => {
    dialog.current?.showModal();
  }, []);

  const { getInputProps, getItemProps, getMenuProps, highlightedIndex } = useCombobox<PaletteItem>({
    items,
    isOpen: true,
    inputValue: words,
    defaultHighlightedIndex: 0,
    itemToString: () => '',
    itemToKey: (item) => (item === null ? null : itemKey(item)),
    stateReducer: keepMark,
    onSelectedItemChange: ({ selectedItem }) => {
      dialog.current?.close();
      if (selectedItem !== null) choose(selectedItem, engine);
    },
  });

  return (
    <dialog
      ref={dialog}
      className={styles.palette}
      aria-label="Go to"
      onClose={() => {
        // The line chosen may have laid something else over the window.
        if (useViewState.getState().overlay === 'palette') lay(null);
      }}
      onClick={(event) => {
        // The backdrop is the dialog itself; everything inside is one of its children.
        if (event.target === dialog.current) dialog.current.close();
      }}
    >
      <div className={styles.box}>
        <Icon name="search" />
        <input
          {...getInputProps({
            'aria-label': 'Who knows, people, organisations, actions',
            placeholder: 'Who knows …',
            maxLength: 200,
            spellCheck: false,
            autoComplete: 'off',
            onChange: (event) => {
              setWords(event.currentTarget.value);
            },
            onKeyDown: (event) => {
              // Esc is the dialog's.
              if (event.key === 'Escape') Object.assign(event.nativeEvent, { preventDownshiftDefault: true });
            },
          })}
        />
      </div>
      <ul {...getMenuProps({ 'aria-label': 'Suggestions' })} className={styles.items}>
        {items.map((item, index) => (
          <li
            key={itemKey(item)}
            {...getItemProps({ item, index })}
            className={styles.item}
            data-active={index === highlightedIndex}
          >
            <Line item={item} />
          </li>
        ))}
      </ul>
    </dialog>
  );
}

/** The pointer leaving the list does not take the mark away, and leaving the box chooses nothing. */
function keepMark(
  state: UseComboboxState<PaletteItem>,
  { changes, type }: UseComboboxStateChangeOptions<PaletteItem>,
): Partial<UseComboboxState<PaletteItem>> {
  if (type === useCombobox.stateChangeTypes.InputBlur) return state;
  return changes.highlightedIndex === -1 ? { ...changes, highlightedIndex: state.highlightedIndex } : changes;
}

function Line({ item }: { readonly item: PaletteItem }) {
  switch (item.kind) {
    case 'who':
      return (
        <>
          <Icon name="who" />
          <span className={styles.name}>
            {item.words === '' ? (
              itemWords(item)
            ) : (
              <>
                Who knows <bdi>{item.words}</bdi>
              </>
            )}
          </span>
        </>
      );
    case 'found': {
      const { band, name, organisation } = item.found;
      return (
        <>
          {band === null ? <Icon name="organisation" /> : <BandMark band={band} />}
          <span className={styles.name}>
            <bdi>{shownName(name)}</bdi>
          </span>
          <span className={styles.aside}>
            <bdi>{band === null ? 'Organisation' : (organisation ?? '')}</bdi>
          </span>
        </>
      );
    }
    case 'view':
    case 'undo':
    case 'keys':
      return (
        <>
          <Icon name="forward" />
          <span className={styles.name}>{itemWords(item)}</span>
        </>
      );
    default:
      return assertNever(item);
  }
}

/** What choosing a line does. */
function choose(item: PaletteItem, engine: EngineClient): void {
  const { ask, select, show, lay } = useViewState.getState();
  switch (item.kind) {
    case 'who':
      ask(item.words);
      break;
    case 'found':
      select({ kind: item.found.kind, id: item.found.id });
      break;
    case 'view':
      show(item.view);
      break;
    case 'undo':
      void undo(engine);
      break;
    case 'keys':
      lay('keys');
      break;
    default:
      assertNever(item);
  }
}
