package dev.swarmworker.llm;

/** How the exchange of a request and its response came to its end. */
enum Finish {
  /** All of the response was received. */
  COMPLETE,
  /** No connection was got, or it broke; or the response was none. */
  BROKEN,
  /** There was more of the response than is read. */
  TOO_LARGE,
  /** The response did not begin in time. */
  NOT_BEGUN,
  /** The response stood still, or what was left of it was not worth the wait. */
  STOOD_STILL,
  /** The call took longer than it may. */
  TIMED_OUT,
  /** Whoever asked wants it no more. */
  ABORTED
}
