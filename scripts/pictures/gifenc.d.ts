/** What of gifenc is used here: the package brings no types. */
declare module 'gifenc' {
  type Palette = number[][];
  function quantize(rgba: Uint8Array, colours: number): Palette;
  function applyPalette(rgba: Uint8Array, palette: Palette): Uint8Array;
  function GIFEncoder(): {
    writeFrame(
      pixels: Uint8Array,
      width: number,
      height: number,
      options: {
        palette?: Palette;
        transparent?: boolean;
        transparentIndex?: number;
        delay: number;
        dispose: number;
        repeat: number;
      },
    ): void;
    finish(): void;
    bytes(): Uint8Array;
  };
  // Node reads its CommonJS form, whose names all hang on one.
  const gifenc: {
    quantize: typeof quantize;
    applyPalette: typeof applyPalette;
    GIFEncoder: typeof GIFEncoder;
  };
  export default gifenc;
}
