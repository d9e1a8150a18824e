import { create } from 'zustand';
import type { PeopleFilter, PeopleOrder } from '../../core/contract/shapes.ts';
import { everybody } from '../../core/contract/shapes.ts';
import { lastView } from './last-view.ts';

/** As they stand in the rail, but for those that come once there is something in them: they take no other's number. */
export const views = [
  'today',
  'meetings',
  'who',
  'people',
  'map',
  'questions',
  'sources',
  'settings',
  'pursuits',
  'firm',
] as const;
export type View = (typeof views)[number];

/** What the inspector shows. */
interface Selected {
  readonly kind: 'person' | 'organisation';
  readonly id: number;
}

/** A place to come back to. */
interface Place {
  readonly view: View;
  readonly selected: Selected | null;
}

/** What the user looks at. Rows never come here: views ask the engine for them. */
interface ViewState extends Place {
  readonly before: readonly Place[];
  readonly after: readonly Place[];
  /** What lies over the window. */
  readonly overlay: 'palette' | 'keys' | null;
  /** What the user did last that can be taken back, in words; each telling is another object. */
  readonly told: { readonly words: string; readonly canUndo: boolean } | null;
  /** Who of the people the list and the map show. */
  readonly filter: PeopleFilter;
  readonly order: PeopleOrder;
  /** The words in the search box. */
  readonly query: string;
  /** The words asked under "Who knows …". */
  readonly words: string;
  /** The row of the list that the arrow keys stand on. */
  readonly active: number;
  /** How many rows the list holds now; none while another view is shown. */
  readonly listed: number;
  readonly lay: (overlay: ViewState['overlay']) => void;
  readonly tell: (words: string | null, canUndo?: boolean) => void;
  readonly narrow: (filter: Partial<PeopleFilter>) => void;
  readonly orderBy: (order: PeopleOrder) => void;
  readonly show: (view: View) => void;
  readonly select: (selected: Selected | null) => void;
  readonly back: () => void;
  readonly forward: () => void;
  readonly search: (query: string) => void;
  readonly ask: (words: string) => void;
  /** Other data, or somebody gone for good: nothing that pointed at them is left. */
  readonly startAfresh: () => void;
  readonly moveTo: (row: number) => void;
  readonly list: (rows: number) => void;
}

// Nobody goes back further, and a day's clicks must not pile up.
const mostPlaces = 50;

const placeOf = ({ view, selected }: Place): Place => ({ view, selected });

/** The state after going to `next`: where the user was becomes a place to come back to. */
function goTo(state: ViewState, next: Partial<Place>): Partial<ViewState> {
  const place = { ...placeOf(state), ...next };
  const isSame =
    place.view === state.view &&
    place.selected?.id === state.selected?.id &&
    place.selected?.kind === state.selected?.kind;
  return isSame ? {} : { ...place, before: [...state.before, placeOf(state)].slice(-mostPlaces), after: [] };
}

export const useViewState = create<ViewState>()((set) => ({
  view: lastView(views) ?? 'today',
  selected: null,
  before: [],
  after: [],
  overlay: null,
  told: null,
  filter: everybody,
  order: 'warmth',
  query: '',
  words: '',
  active: 0,
  listed: 0,
  lay: (overlay) => {
    set({ overlay });
  },
  tell: (words, canUndo = true) => {
    set({ told: words === null ? null : { words, canUndo } });
  },
  narrow: (filter) => {
    set((state) => ({ filter: { ...state.filter, ...filter }, active: 0 }));
  },
  orderBy: (order) => {
    set({ order, active: 0 });
  },
  show: (view) => {
    set((state) => goTo(state, { view }));
  },
  select: (selected) => {
    set((state) => goTo(state, { selected }));
  },
  back: () => {
    set((state) => {
      const place = state.before.at(-1);
      return place === undefined
        ? {}
        : { ...place, before: state.before.slice(0, -1), after: [placeOf(state), ...state.after] };
    });
  },
  forward: () => {
    set((state) => {
      const [place, ...after] = state.after;
      return place === undefined ? {} : { ...place, before: [...state.before, placeOf(state)], after };
    });
  },
  // Results are people, so words typed on another view lead to the list.
  search: (query) => {
    set((state) => ({ ...goTo(state, { view: 'people' }), query, active: 0 }));
  },
  ask: (words) => {
    set((state) => ({ ...goTo(state, { view: 'who' }), words }));
  },
  startAfresh: () => {
    set({ selected: null, before: [], after: [], told: null, filter: everybody, query: '', active: 0 });
  },
  moveTo: (active) => {
    set({ active });
  },
  list: (listed) => {
    set({ listed });
  },
}));
