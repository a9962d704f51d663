declare module '*?files' {
  /** Paths on the server of a module and of what it imports. */
  const files: readonly string[];
  export default files;
}
