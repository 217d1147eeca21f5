// Files by dragging onto the page or by choosing: one control, reached by Tab, opened by Enter or Space.
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { Icon } from '../../ui/index.ts';
import './file-drop.css';

interface Props {
  readonly label: string;
  readonly hint: ReactNode;
  /** As an input's accept: ".json,.csv". */
  readonly accept: string;
  readonly multiple?: boolean;
  readonly onFiles: (files: readonly File[]) => void;
}

export function FileDrop({ label, hint, accept, multiple = false, onFiles }: Props) {
  const id = useId();
  const over = useDropOnPage((files) => onFiles(multiple ? files : files.slice(0, 1)));
  return (
    <div className="file-drop" data-over={over || undefined}>
      <Icon name="report" size={20} />
      <div>
        <label htmlFor={id} className="file-drop-label">
          {over ? 'Let go to add' : label}
        </label>
        <p className="muted" id={`${id}-hint`}>
          {hint}
        </p>
      </div>
      <input
        id={id}
        type="file"
        accept={accept}
        multiple={multiple}
        aria-describedby={`${id}-hint`}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          event.target.value = ''; // the same file may be chosen again after it was mended
          if (files.length > 0) onFiles(files);
        }}
      />
    </div>
  );
}

/** The whole page is the target, so that nobody has to aim. Answers whether files hover over it. */
function useDropOnPage(onFiles: (files: readonly File[]) => void): boolean {
  const [over, setOver] = useState(false);
  const latest = useRef(onFiles);
  latest.current = onFiles;
  useEffect(() => {
    let depth = 0;
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true;
    const enter = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      depth += 1;
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      depth -= 1;
      if (depth <= 0) setOver(false);
    };
    const hover = (event: DragEvent) => {
      if (hasFiles(event)) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      depth = 0;
      setOver(false);
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length > 0) latest.current(files);
    };
    window.addEventListener('dragenter', enter);
    window.addEventListener('dragleave', leave);
    window.addEventListener('dragover', hover);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragenter', enter);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('dragover', hover);
      window.removeEventListener('drop', drop);
    };
  }, []);
  return over;
}
