// Papers: plain text as a PDF that prints and can be read aloud.
export { drawPaper, type Paper, type PaperAnswer } from './draw-paper.ts';
export { strip } from './typefaces.ts';
