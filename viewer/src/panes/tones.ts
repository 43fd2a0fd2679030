// Outlines have two tones, a black casing (Overlay.css) and a light line: whatever the colours below are, one of them stands out.

/** How much white is mixed into the colour of an item for its line, so that it is light enough on the darkest colours. */
export const whitened = 0.45;

/** The line of an item's outline. */
export function lineOf(color: string): string {
  const channels = [1, 3, 5].map(i => Number.parseInt(color.slice(i, i + 2), 16));
  return `#${channels
    .map(channel =>
      Math.round(channel + (255 - channel) * whitened)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}
