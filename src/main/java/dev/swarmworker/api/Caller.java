package dev.swarmworker.api;

import java.util.Optional;

/** Who makes a call, as far as that was to be found out. */
sealed interface Caller {

  /** Somebody without a token. */
  record Stranger() implements Caller {}

  /** Somebody with a token that is nobody's, or no more. */
  record Impostor() implements Caller {}

  /**
   * Somebody known.
   *
   * @param role empty where it is none of ours
   */
  record Known(Optional<Role> role) implements Caller {}
}
