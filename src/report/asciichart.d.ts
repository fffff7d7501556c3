declare module 'asciichart' {
  interface PlotConfig {
    readonly min?: number
    readonly max?: number
    readonly height?: number
    /** Columns left of the plot: label and axis. */
    readonly offset?: number
    /** Ten characters: crossing, axis, two ends, level, four corners, upright. */
    readonly symbols?: readonly string[]
    readonly format?: (value: number) => string
  }
  const asciichart: { plot(series: readonly number[], config?: PlotConfig): string }
  export default asciichart
}
