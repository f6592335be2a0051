/** `import text from './example.json?raw'`: the text of a file, as it is. */
declare module '*.json?raw' {
  const text: string;
  export default text;
}
