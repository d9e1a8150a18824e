import { useEffect, useRef, useState } from 'react';
import { bandWords } from '../../core/contract/band-words.ts';
import type { RelationshipMap } from '../../core/contract/shapes.ts';
import { bands } from '../../core/contract/shapes.ts';
import { useEngine } from '../engine/use-engine.ts';
import { useViewState } from '../frame/view-state.ts';
import { BandMark, BandWord } from '../parts/BandMark.tsx';
import { Button } from '../parts/Button.tsx';
import { Icon } from '../parts/Icon.tsx';
import { FailureLine, Notice, Working } from '../parts/Notice.tsx';
import { useLate } from '../parts/use-late.ts';
import { useNow } from '../parts/use-now.ts';
import { FilterBar } from '../people/FilterBar.tsx';
import { counted } from '../words/counts.ts';
import { dateInWords } from '../words/dates.ts';
import { shownName, trendWord } from '../words/standing.ts';
import type { MapCanvas } from './map-canvas.ts';
import { createMapCanvas } from './map-canvas.ts';
import { readColours } from './map-colours.ts';
import { countsOf, narrowed } from './narrow.ts';
import { hasWebGl } from './web-gl.ts';
import styles from './map.module.css';

/** Beyond this many the closest are shown; the list has everybody. */
const mostPeople = 10_000;
// The inspector floats over the map, as wide as the frame makes it, with its margins.
const inspectorWidth = 396;

function ShowAsList() {
  const show = useViewState((state) => state.show);
  return (
    <Button
      onClick={() => {
        show('people');
      }}
    >
      Show as list
    </Button>
  );
}

interface MapStageProps {
  readonly map: RelationshipMap;
}

/** The drawn map with its card, legend and tools. */
function MapStage({ map }: MapStageProps) {
  const selected = useViewState(({ selected: shown }) => (shown?.kind === 'person' ? shown.id : null));
  const select = useViewState((state) => state.select);
  const filter = useViewState((state) => state.filter);
  const now = useNow();
  const [focused, setFocused] = useState<number | null>(null);
  const container = useRef<HTMLDivElement>(null);
  const card = useRef<HTMLDivElement>(null);
  const canvas = useRef<MapCanvas | null>(null);

  useEffect(() => {
    if (container.current === null || card.current === null) return undefined;
    const stage = container.current;
    const made = createMapCanvas({
      container: stage,
      card: card.current,
      colours: readColours(stage),
      calm: window.matchMedia('(prefers-reduced-motion: reduce)').matches,
      covered: () => (useViewState.getState().selected === null ? 0 : inspectorWidth),
      onFocus: setFocused,
      onPick: (person) => {
        select(person === null ? null : { kind: 'person', id: person });
      },
    });
    canvas.current = made;
    const dark = window.matchMedia('(prefers-color-scheme: dark)');
    const recolour = () => {
      made.recolour(readColours(stage));
    };
    dark.addEventListener('change', recolour);
    return () => {
      dark.removeEventListener('change', recolour);
      canvas.current = null;
      made.kill();
    };
  }, [select]);

  useEffect(() => {
    canvas.current?.show(map);
  }, [map]);

  useEffect(() => {
    canvas.current?.narrow(narrowed(map, filter, now));
  }, [map, filter, now]);

  useEffect(() => {
    canvas.current?.select(selected);
  }, [selected]);

  const person = focused === null ? undefined : map.nodes.find((node) => node.id === focused);
  const trend = person === undefined ? null : trendWord(person.trend);
  return (
    <div className={styles.map}>
      <div
        ref={container}
        // A canvas that is steered by arrow keys has no other role; the list beside it is the accessible reading.
        role="application"
        aria-label={`Map of ${counted(map.nodes.length, 'person', 'people')}. Arrow keys walk from person to person, Enter opens, Escape lets go.`}
        tabIndex={0}
        className={styles.stage}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && focused !== null) select({ kind: 'person', id: focused });
          else if (event.key === 'Escape') {
            canvas.current?.clearFocus();
            select(null);
          } else if (event.key === '+' || event.key === '-') canvas.current?.zoom(event.key === '+' ? 'in' : 'out');
          else if (canvas.current?.step(event.key) !== true) return;
          event.preventDefault();
        }}
        onBlur={() => canvas.current?.clearFocus()}
      />
      <div ref={card} hidden className={styles.card}>
        {person === undefined ? null : (
          <>
            <BandMark band={person.band} />
            <span>
              <bdi>{shownName(person.label)}</bdi>
              {person.organisation === null ? null : <bdi className={styles.where}>{person.organisation}</bdi>}
              <span className={styles.where}>
                {bandWords[person.band]}
                {trend === null ? '' : `, ${trend}`}
                {person.lastInteraction === null ? '' : `, ${dateInWords(person.lastInteraction, now)}`}
              </span>
            </span>
          </>
        )}
      </div>
      <p role="status" className="unseen">
        {person === undefined ? '' : `${person.label.slice(0, 200)}, ${bandWords[person.band]}`}
      </p>
      <div className={styles.legend}>
        {bands
          .filter((band) => map.nodes.some((node) => node.band === band))
          .map((band) => (
            <BandWord key={band} band={band} />
          ))}
        <span className={styles.hint}>Larger is closer; ringed is rising, broken ring quieter</span>
      </div>
      <div className={styles.tools}>
        <div className={styles.zoom}>
          <Button look="quiet" aria-label="Zoom in" title="Zoom in" onClick={() => canvas.current?.zoom('in')}>
            <Icon name="plus" />
          </Button>
          <Button look="quiet" aria-label="Zoom out" title="Zoom out" onClick={() => canvas.current?.zoom('out')}>
            <Icon name="minus" />
          </Button>
          <Button
            look="quiet"
            aria-label="Show everybody"
            title="Show everybody"
            onClick={() => canvas.current?.zoom('fit')}
          >
            <Icon name="fit" />
          </Button>
        </div>
      </div>
    </div>
  );
}

/** Who my people are and how warm each is: size is closeness, colour and shape the band, place the company they keep. */
export function RelationMap() {
  const { value: map, error } = useEngine('map', { limit: mostPeople });
  const [drawable] = useState(hasWebGl);
  const late = useLate(map === undefined && error === null);

  if (error !== null) {
    return (
      <Notice title="The map could not be read">
        <FailureLine error={error} />
      </Notice>
    );
  }
  if (!drawable) {
    return (
      <Notice title="The map needs WebGL">
        <p>This computer does not offer it, so the map cannot be drawn here. The list shows the same people.</p>
        <ShowAsList />
      </Notice>
    );
  }
  if (map === undefined) return late ? <Working words="Laying out the map…" /> : null;
  if (map.nodes.length === 0) {
    return (
      <Notice title="Nobody to draw yet">
        <p>The map shows people you have written with both ways or met. Add more mail or a calendar under Sources.</p>
      </Notice>
    );
  }
  return <MapView map={map} />;
}

/** The bar that narrows the map, and the map. */
function MapView({ map }: MapStageProps) {
  const filter = useViewState((state) => state.filter);
  const now = useNow();
  const left = narrowed(map, filter, now);
  return (
    <div className={styles.view}>
      <FilterBar counts={countsOf(map)} shown={left === null ? map.nodes.length : left.size}>
        <ShowAsList />
      </FilterBar>
      <MapStage map={map} />
    </div>
  );
}
