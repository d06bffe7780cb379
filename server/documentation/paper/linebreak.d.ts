// What the package says of itself in its readme; it ships no types.
declare module 'linebreak' {
  interface Break {
    /** Index in UTF-16 units: a line may end before it. */
    position: number;
    required: boolean;
  }
  export default class LineBreaker {
    constructor(text: string);
    nextBreak(): Break | null;
  }
}
