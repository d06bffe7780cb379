// One figure of a long trial, as it stands in figures.json.

export interface Figure {
  id: string;
  /** How many times it was tried. */
  n: number;
  value: number;
  /** What `value` must not exceed, or must reach; the trial decides and says so in `pass`. */
  bar: number;
  pass: boolean;
  seconds: number;
  seed: number;
}

export type Trial = () => Promise<Figure[]>;
