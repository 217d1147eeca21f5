// Textures as SVG patterns: the hatch of what is unknown on screen, and one texture per layer on paper, where colours fade.
const SVG = 'http://www.w3.org/2000/svg';

export type Texture = 'hatch' | 'hatch-faint' | 'diagonal' | 'dots' | 'lines' | 'cross';

interface Drawing {
  readonly size: number;
  readonly path: string;
  readonly className: string;
  readonly turn?: number;
}
const DRAWINGS: Record<Texture, Drawing> = {
  hatch: { size: 6, path: 'M0 3H6', className: 'lt-hatch', turn: -45 },
  'hatch-faint': { size: 6, path: 'M0 3H6', className: 'lt-hatch lt-hatch-faint', turn: -45 },
  diagonal: { size: 5, path: 'M0 2.5H5', className: 'lt-texture', turn: 45 },
  dots: { size: 5, path: 'M2 2h1v1h-1z', className: 'lt-texture lt-texture-dot' },
  lines: { size: 5, path: 'M0 2.5H5', className: 'lt-texture' },
  cross: { size: 7, path: 'M0 3.5H7M3.5 0V7', className: 'lt-texture' },
};

/** A Plot mark (a function that answers an SVG node) that defines the textures under names of this picture’s own. */
export function textureDefs(scope: string): () => SVGElement {
  return () => {
    const defs = document.createElementNS(SVG, 'defs');
    for (const [name, drawing] of Object.entries(DRAWINGS)) {
      const pattern = document.createElementNS(SVG, 'pattern');
      pattern.setAttribute('id', `${scope}-${name}`);
      pattern.setAttribute('width', String(drawing.size));
      pattern.setAttribute('height', String(drawing.size));
      pattern.setAttribute('patternUnits', 'userSpaceOnUse');
      if (drawing.turn !== undefined) pattern.setAttribute('patternTransform', `rotate(${drawing.turn})`);
      const path = document.createElementNS(SVG, 'path');
      path.setAttribute('d', drawing.path);
      path.setAttribute('class', drawing.className);
      pattern.append(path);
      defs.append(pattern);
    }
    return defs;
  };
}

export const texture = (scope: string, name: Texture): string => `url(#${scope}-${name})`;
