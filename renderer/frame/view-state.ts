import { create } from 'zustand';

export type View = 'people' | 'map' | 'sources';

/** What the user looks at. Rows never come here: views ask the engine for them. */
interface ViewState {
  readonly view: View;
  /** The person in the inspector. */
  readonly selected: number | null;
  /** The words in the search box. */
  readonly query: string;
  /** The row of the list that the arrow keys stand on. */
  readonly active: number;
  /** How many rows the list holds now; none while another view is shown. */
  readonly listed: number;
  readonly show: (view: View) => void;
  readonly select: (person: number | null) => void;
  readonly search: (query: string) => void;
  readonly moveTo: (row: number) => void;
  readonly list: (rows: number) => void;
}

export const useViewState = create<ViewState>()((set) => ({
  view: 'people',
  selected: null,
  query: '',
  active: 0,
  listed: 0,
  show: (view) => {
    set({ view });
  },
  select: (selected) => {
    set({ selected });
  },
  // Results are people, so words typed on another view lead to the list.
  search: (query) => {
    set({ query, active: 0, view: 'people' });
  },
  moveTo: (active) => {
    set({ active });
  },
  list: (listed) => {
    set({ listed });
  },
}));
