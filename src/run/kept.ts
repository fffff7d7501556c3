/** A lab that stays when its run is over. */
export interface KeptLab {
  readonly lab: string
  /** One of its containers. */
  readonly container: string
  /** What it was deployed from. */
  readonly topologyFile: string
}
