package dev.swarmworker.state;

import org.jspecify.annotations.Nullable;

/**
 * Where a walk over all shards stands.
 *
 * @param shard the shard to read
 * @param inShard Redis' own cursor within it, {@value #START} to begin
 */
record PageCursor(int shard, String inShard) {

  private static final String START = "0";

  /**
   * @throws IllegalArgumentException if it is not what {@link #toString} gave
   */
  static PageCursor parse(@Nullable String text) {
    if (text == null) {
      return new PageCursor(0, START);
    }
    if (!text.matches("\\d{1,6}-\\d{1,19}")) {
      throw new IllegalArgumentException("not a cursor");
    }
    int dash = text.indexOf('-');
    return new PageCursor(Integer.parseInt(text.substring(0, dash)), text.substring(dash + 1));
  }

  /** After Redis answered this cursor for the shard; null where that was the last of them. */
  @Nullable PageCursor next(String answered, int shards) {
    if (!answered.equals(START)) {
      return new PageCursor(shard, answered);
    }
    return shard + 1 < shards ? new PageCursor(shard + 1, START) : null;
  }

  @Override
  public String toString() {
    return shard + "-" + inShard;
  }
}
