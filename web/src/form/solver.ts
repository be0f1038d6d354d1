// What the page loads when a check is asked for.

export interface Solver {
  /** The solved challenge from that address, as it is sent. Rejects where this browser cannot. */
  solve(challenge: string, worker: string): Promise<string>;
}
