// What a browser remembers of the page; one that keeps nothing works all the same.

export function remembered(name: string, fallback: string): string {
  try {
    return localStorage.getItem(`ronchi.${name}`) ?? fallback;
  } catch {
    return fallback;
  }
}

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(`ronchi.${name}`, value);
  } catch {
    // It has them until it is closed.
  }
}
