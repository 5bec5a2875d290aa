package dev.swarmworker.agent;

import java.io.IOException;
import java.util.Arrays;

/**
 * A file that may be being written, read until it is the same twice: half a file may be a valid one
 * with half the agents.
 */
final class SettledFile {

  /** A file that never rests is taken as it is: who looks at it from then on will see its rest. */
  static final int MOST_LOOKS = 20;

  private SettledFile() {}

  /** One look at a file. */
  interface Look {

    /**
     * Its bytes now.
     *
     * @throws IOException it cannot be read
     */
    byte[] read() throws IOException;
  }

  /**
   * Its bytes once it rests.
   *
   * @param later the same look, after a moment
   * @throws IOException it cannot be read
   */
  static byte[] read(Look now, Look later) throws IOException {
    byte[] before = now.read();
    for (int looks = 1; looks < MOST_LOOKS; looks++) {
      byte[] after = later.read();
      if (Arrays.equals(before, after)) {
        return after;
      }
      before = after;
    }
    return before;
  }
}
