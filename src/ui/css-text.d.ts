/** `import css from './badge.css?inline'`: the text of a style sheet, for a shadow root. */
declare module '*.css?inline' {
  const text: string;
  export default text;
}
