// Line icons, 16 px.

const paths = {
  open: 'M2 4.5h4l1.5 2H14v7H2z',
  search: 'M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9M10.5 10.5 14 14',
  sun: 'M8 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6M8 1v2M8 13v2M1 8h2M13 8h2M3 3l1.5 1.5M11.500 11.500 13 13M3 13l1.500-1.500M11.500 4.500 13 3',
  help: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12M6 6.300a2 2 0 1 1 2.800 1.900c-.5.3-.8.6-.8 1.300M8 11.600v.2',
  swap: 'M2 5h10L9 2M14 11H4l3 3',
  fit: 'M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4',
  eye: 'M1.500 8s2.500-4.500 6.500-4.500S14.500 8 14.500 8 12 12.500 8 12.500 1.500 8 1.500 8M8 6a2 2 0 1 1 0 4 2 2 0 0 1 0-4',
  hidden: 'M1.500 8s2.500-4.500 6.500-4.500S14.500 8 14.500 8 12 12.500 8 12.500 1.500 8 1.500 8M2.500 13.500l11-11',
  lock: 'M4 7.500h8v6H4zM5.500 7.500V5a2.500 2.500 0 0 1 5 0v2.500',
  unlock: 'M4 7.500h8v6H4zM5.500 7.500V5a2.500 2.500 0 0 1 4.800-1',
  copy: 'M5.500 5.500h8v8h-8zM10.500 5.500v-3h-8v8h3',
  trash: 'M3 4.500h10M6.500 4.500v-2h3v2M4.500 4.500l.5 9h6l.5-9',
  add: 'M8 3v10M3 8h10',
  play: 'M4.500 3l8 5-8 5z',
  pause: 'M5 3v10M11 3v10',
  save: 'M8 2v8M4.500 7 8 10.500 11.500 7M2.500 13.500h11',
  close: 'M3.500 3.500l9 9M12.500 3.500l-9 9',
  folder: 'M2 4.500h4l1.500 2H14v7H2z',
  file: 'M4 2h5l3 3v9H4zM9 2v3h3',
  undo: 'M5 3 2 6l3 3M2 6h7a4 4 0 0 1 0 8H6',
  redo: 'M11 3l3 3-3 3M14 6H7a4 4 0 0 0 0 8h3',
  up: 'M8 13V3M4 7l4-4 4 4',
  panel: 'M2 3h12v10H2zM6.500 3v10',
  share: 'M8 10V2M5 5l3-3 3 3M4 8H3v6h10V8h-1',
  script: 'M5.500 5 2.500 8l3 3M10.500 5l3 3-3 3',
  down: 'M4 6l4 4 4-4',
  right: 'M6 4l4 4-4 4',
  tree: 'M3.500 2v10.500h3M3.500 6.500h3M8 5h6v3H8zM8 11h6v3H8z',
  sliders: 'M2 5h5M11 5h3M9 3.200v3.600M2 11h2M8 11h6M6 9.200v3.600',
  pencil: 'M3 13l.7-3L10.500 3.200l2.300 2.300L6 12.300z',
  gauge: 'M2 12a6.500 6.500 0 1 1 12 0M8 10l3-4',
} as const;

export type IconName = keyof typeof paths;

export function Icon(props: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={paths[props.name]} />
    </svg>
  );
}

/** A button with an icon; its name is read aloud and shown when pointed at. */
export function IconButton(props: { icon: IconName; label: string; onClick: () => void; pressed?: boolean; disabled?: boolean }) {
  return (
    <button
      type="button"
      class="icon-button"
      data-icon={props.icon}
      aria-label={props.label}
      title={props.label}
      aria-pressed={props.pressed}
      disabled={props.disabled ?? false}
      onClick={event => {
        event.stopPropagation();
        props.onClick();
      }}
    >
      <Icon name={props.icon} />
    </button>
  );
}
