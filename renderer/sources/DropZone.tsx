import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import { usePageHost } from '../engine/engine-context.ts';
import { droppedFiles } from './dropped-files.ts';
import styles from './sources.module.css';

interface DropZoneProps {
  /** What dropping does. */
  readonly words: string;
  readonly onFiles: (files: readonly File[]) => void;
  readonly children: ReactNode;
}

/** Takes files dropped anywhere on the window and says so while they hover. */
export function DropZone({ words, onFiles, children }: DropZoneProps) {
  const host = usePageHost();
  const [over, setOver] = useState(false);

  useEffect(() => {
    const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true;
    const hover = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      setOver(false);
      if (event.dataTransfer === null) return;
      void droppedFiles(event.dataTransfer, host.kind === 'web').then((files) => {
        if (files.length > 0) onFiles(files);
      });
    };
    window.addEventListener('dragenter', hover);
    window.addEventListener('dragover', hover);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragenter', hover);
      window.removeEventListener('dragover', hover);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, [host.kind, onFiles]);

  return (
    <>
      {children}
      {over ? (
        <div role="status" className={styles.over}>
          <p>{words}</p>
        </div>
      ) : null}
    </>
  );
}
