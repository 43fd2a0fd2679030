// What is said of data that another program writes.

import { number } from '../display/units';
import type { GrowthInfo } from '../protocol/session';

/** Whether more may come. */
export const isArriving = (growth: GrowthInfo | null | undefined): growth is GrowthInfo => growth != null && growth.end === null;

/** How much is there. */
export const extentOf = ({ arrived, total }: GrowthInfo) =>
  total === null ? `${number(arrived)} frames` : `${number(arrived)} of ${number(total)} frames`;

/** How it stands, or how it ended, in a sentence. */
export function growthWords(growth: GrowthInfo): string {
  const { arrived, total, lost, end, states } = growth;
  if (!end) return [`${extentOf(growth)} are there, more are awaited.`, ...states.map(state => `${state}.`)].join(' ');
  const reason = end.reason ? ` ${end.reason.replace(/^./, letter => letter.toUpperCase()).replace(/\.?$/, '.')}` : '';
  if (end.isComplete) return `Complete: all ${number(arrived)} frames came.${reason}`;
  const what =
    lost === 1 ? '1 frame never came: its position is unmeasured.' : `${number(lost)} frames never came: their positions are unmeasured.`;
  return `Ended with ${number(arrived)} of ${number(total ?? arrived)} frames. ${what}${reason}`;
}
