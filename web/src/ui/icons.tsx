// Our own icons: 16 × 16, one stroke, drawn in the colour of the text beside them. Never without a word.
import type { ReactNode } from 'react';

const DRAWN = {
  queue: <path d="M2.5 4h11M2.5 8h11M2.5 12h6" />,
  case: <path d="M2.5 3.5h11v7h-6L4.5 13v-2.5h-2z" />,
  project: <path d="M2.5 5.5 8 2.5l5.5 3v5L8 13.5l-5.5-3zM2.5 5.5 8 8.5l5.5-3M8 8.5v5" />,
  advisory: <path d="M4 2.5h5.5L12 5v8.5H4zM6 7.5h4M6 10h4" />,
  search: <path d="M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zm3.6-1.4L14 14" />,
  today: <path d="M2.5 4h11v9.5h-11zM2.5 7h11M5.5 2.5V5M10.5 2.5V5M6 10.2l1.4 1.4L10.2 9" />,
  inventory: <path d="M2.5 3h11v3.5h-11zM2.5 9.5h11V13h-11zM5 4.8h.1M5 11.2h.1" />,
  exposure: <path d="M8 8m-5.5 0a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0-11 0M8 8m-2 0a2 2 0 1 0 4 0a2 2 0 1 0-4 0" />,
  duty: <path d="M3 3.5h10v9H3zM5.5 8l2 2 3.5-4" />,
  report: <path d="M8 10.5v-8M5 5.5l3-3 3 3M2.5 10v3.5h11V10" />,
  chart: <path d="M2.5 2.5v11h11M5 11l2.5-4 2.5 2 3-5.5" />,
  model: <path d="M8 2.5v11M2.5 8h11M4.1 4.1l7.8 7.8M11.9 4.1l-7.8 7.8" />,
  ledger: <path d="M3.5 2.5h9v11h-9zM3.5 5.5h9M6.5 2.5v11" />,
  notice: <path d="M4 11V7a4 4 0 0 1 8 0v4l1 1H3zM6.8 13.8h2.4" />,
  settings: <path d="M2.5 4.5h6M11.5 4.5h2M2.5 11.5h2M7.5 11.5h6M10 3v3M6 10v3" />,
  people: (
    <path d="M6 8a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM1.8 13c.4-2 2-3 4.2-3s3.800 1 4.200 3M10.800 3.200a2.400 2.400 0 0 1 0 4.600M12 10.300c1.300.4 2 1.300 2.300 2.700" />
  ),
  public: (
    <path d="M8 13.500a5.500 5.500 0 1 0 0-11 5.500 5.500 0 0 0 0 11zM2.500 8h11M8 2.500c-3 3.300-3 7.700 0 11 3-3.300 3-7.700 0-11z" />
  ),
  feed: <path d="M3 3a10 10 0 0 1 10 10M3 7.500A5.500 5.500 0 0 1 8.500 13M3.500 12.500h.1" />,
  home: <path d="M2.500 7.500 8 3l5.500 4.500M4 6.500v7h8v-7" />,
  menu: <path d="M2.500 4h11M2.500 8h11M2.500 12h11" />,
  more: <path d="M3.500 8h.1M8 8h.1M12.500 8h.1" strokeWidth="2.500" />,
  close: <path d="M4 4l8 8M12 4l-8 8" />,
  check: <path d="M3 8.500l3.200 3.200L13 5" />,
  cross: <path d="M4.500 4.500l7 7M11.500 4.500l-7 7" />,
  dot: <path d="M8 8h.1" strokeWidth="5" />,
  ring: <path d="M8 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8z" />,
  half: <path d="M8 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM8 4v8M9 4.500v7M10 5v6M11 6v4" />,
  unknown: <path d="M5.500 6a2.500 2.500 0 1 1 3.700 2.200C8.400 8.700 8 9.100 8 10M8 12.700h.1" />,
  warning: <path d="M8 2.500 14 13H2zM8 6.500v3M8 11.300h.1" />,
  stop: <path d="M5.500 2.500h5l3 3v5l-3 3h-5l-3-3v-5zM8 5.500v3.200M8 10.900h.1" />,
  info: <path d="M8 13.500a5.500 5.500 0 1 0 0-11 5.500 5.500 0 0 0 0 11zM8 7.500v3.200M8 5.300h.1" />,
  clock: <path d="M8 13.500a5.500 5.500 0 1 0 0-11 5.500 5.500 0 0 0 0 11zM8 5v3.200l2 1.500" />,
  lock: <path d="M4 7.500h8v6H4zM5.500 7.500v-2a2.500 2.500 0 0 1 5 0v2" />,
  hold: <path d="M6 4v8M10 4v8" strokeWidth="2" />,
  told: <path d="M13.500 2.500 7 9M13.500 2.500 9.500 13.500 7 9 2.500 6.500z" />,
  merge: <path d="M3.500 3v2c0 3 4.500 2 4.500 5v3M12.500 3v2c0 3-4.500 2-4.500 5" />,
  split: <path d="M8 3v3c0 2-4.500 2-4.500 5v2M8 6c0 2 4.500 2 4.500 5v2" />,
  undo: <path d="M3 6.500h6.500a3.500 3.500 0 0 1 0 7H6M5.500 4 3 6.500 5.500 9" />,
  person: (
    <path d="M8 8a2.800 2.800 0 1 0 0-5.600A2.800 2.800 0 0 0 8 8zM3 13.500c.5-2.400 2.400-3.600 5-3.600s4.500 1.200 5 3.600" />
  ),
  copy: <path d="M5.500 5.500h8v8h-8zM3.500 10.500h-1v-8h8v1" />,
  down: <path d="M4 6l4 4 4-4" />,
  up: <path d="M4 10l4-4 4 4" />,
  right: <path d="M6 4l4 4-4 4" />,
  left: <path d="M10 4 6 8l4 4" />,
  out: <path d="M6 3.500H3v9.500h9.500V10M9 3h4v4M13 3 7.500 8.500" />,
  download: <path d="M8 2.500v8M5 7.500l3 3 3-3M2.500 12.500v1h11v-1" />,
  print: <path d="M4.500 6V2.500h7V6M4.500 11h-2V6h11v5h-2M4.500 9.500h7v4h-7z" />,
  plus: <path d="M8 3v10M3 8h10" />,
  edit: <path d="M3 13l.6-2.800L10.500 3.300l2.200 2.200-6.900 6.900z" />,
  sun: (
    <path d="M8 10.800a2.800 2.800 0 1 0 0-5.600 2.800 2.800 0 0 0 0 5.600zM8 1.500v1.300M8 13.200v1.300M1.500 8h1.300M13.200 8h1.300M3.400 3.400l.9.9M11.700 11.700l.9.9M12.600 3.400l-.9.9M4.300 11.700l-.9.9" />
  ),
  moon: <path d="M13 9.500A5.500 5.500 0 0 1 6.500 3a5.500 5.500 0 1 0 6.500 6.500z" />,
  keyboard: <path d="M1.500 4.500h13v7.500h-13zM4 7h.1M6.700 7h.1M9.300 7h.1M12 7h.1M5 9.700h6" />,
  bolt: <path d="M9 2 3.500 9H8l-1 5 5.500-7H8z" />,
} as const satisfies Record<string, ReactNode>;

export type IconName = keyof typeof DRAWN;

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {DRAWN[name]}
    </svg>
  );
}
