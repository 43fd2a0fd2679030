// Keys to commands.

import type { Command } from './commands';

/** A key press as commands write it. Shift is part of a sign ("?"), not of its name. */
export function keyName(event: Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): string {
  const digit = /^Digit(\d)$/.exec(event.code)?.[1];
  const letter = event.altKey ? /^Key([A-Z])$/.exec(event.code)?.[1]?.toLowerCase() : undefined;
  const key = (event.altKey || event.shiftKey) && digit ? digit : (letter ?? event.key);
  const isSign = key.length === 1 && !/[a-z0-9]/i.test(key);
  const parts = [];
  if (event.ctrlKey || event.metaKey) parts.push('Ctrl');
  if (event.altKey) parts.push('Alt');
  if (event.shiftKey && !isSign) parts.push('Shift');
  const named = key.length === 1 && (event.ctrlKey || event.metaKey) ? key.toLowerCase() : key;
  return [...parts, parts.includes('Ctrl') && parts.includes('Shift') && named.length === 1 ? named : named].join('+');
}

const normal = (key: string) => {
  const parts = key.split(/\+(?=.)/);
  const last = parts.at(-1) as string;
  return [...parts.slice(0, -1), parts.includes('Ctrl') && last.length === 1 ? last.toLowerCase() : last].join('+');
};

export function findCommand(commands: readonly Command[], name: string): Command | undefined {
  return commands.find(command => command.keys?.some(key => normal(key) === name));
}

/** A key as it is shown. */
export function keyText(key: string): string {
  const names: Record<string, string> = { ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→', ' ': 'Space', Delete: 'Del' };
  return normal(key)
    .split(/\+(?=.)/)
    .map(part => names[part] ?? (part.length === 1 ? part.toUpperCase() : part))
    .join(' ');
}

/** How well a command suits what was typed; 0: not at all. Letters in order count, those at the begin of words more. */
export function match(text: string, query: string): number {
  const [haystack, needle] = [text.toLowerCase(), query.toLowerCase().trim()];
  if (needle === '') return 1;
  const whole = haystack.indexOf(needle);
  if (whole >= 0) return 1000 - whole - haystack.length * 0.1 + (whole === 0 || haystack[whole - 1] === ' ' ? 500 : 0);
  let [at, score] = [0, 1];
  for (const letter of needle) {
    if (letter === ' ') continue;
    const found = haystack.indexOf(letter, at);
    if (found < 0) return 0;
    score += found === 0 || haystack[found - 1] === ' ' ? 10 : found === at ? 4 : 1;
    at = found + 1;
  }
  return score;
}

/** From here on a query is found whole, in the title or among the words of a command. */
export const wholeScore = 400;

/** How well a command suits a query: its title counts most, then the words that people type for it. */
export function scoreOf(command: Command, query: string, hasNumbers: boolean): number {
  const byTitle = Math.max(
    match(command.title, query),
    match(`${command.group} ${command.title}`, query) * 0.6,
    match(command.id, query) * 0.9,
  );
  const typed = query.toLowerCase().trim().split(/\s+/);
  const known = `${command.words ?? ''} ${command.title} ${command.group}`.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  const isSaid = query.trim() !== '' && typed.every(word => word.length > 1 && known.some(other => other.startsWith(word)));
  const score = Math.max(byTitle, isSaid ? 700 : 0);
  return score > 0 && hasNumbers && command.parameters ? score + 300 : score;
}

/** Splits "goto 12 40" into words and numbers. */
export function splitQuery(query: string): { words: string; numbers: number[] } {
  const parts = query.trim().split(/[\s,]+/);
  const numbers: number[] = [];
  while (parts.length > 0 && /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(parts.at(-1) as string)) numbers.unshift(Number(parts.pop()));
  return { words: parts.join(' '), numbers };
}
