package dev.swarmworker.state;

import java.time.Duration;

/**
 * Answers to calls made before, shared by the fleet, and a way for equal calls at the same time to
 * be made once.
 *
 * <p>Safe for many threads; blocks for a round trip. Every method throws {@link
 * StateUnavailableException} where the cache cannot be reached.
 */
public interface ResultCache {

  /**
   * Looks an answer up, or becomes the one who makes the call.
   *
   * <p>May be said again with the same token, where the reply to the first time was lost: who
   * became the one then still is.
   *
   * @param key stands for all that the answer depends on; a hash of it, chosen by the caller
   * @param token of {@link #newToken}, one for each look
   */
  Lookup lookup(String key, String token);

  /** Whether answers are kept at all; if not, every look is granted. */
  default boolean keepsAnswers() {
    return true;
  }

  /** A token for {@link #lookup} that nobody guesses or meets twice. Asks no cache. */
  String newToken();

  /** Figures so far. A look that waits for another's call is neither hit nor miss. */
  MapStats stats();

  /** What a look came to. */
  sealed interface Lookup {

    /** The answer. */
    record Hit(byte[] value) implements Lookup {}

    /** Nobody has it: make the call, then end the token. */
    record Mine(CacheToken token) implements Lookup {}

    /**
     * Somebody is making this call.
     *
     * @param remaining until that one's right to it ends, unless it is renewed; look again earlier
     */
    record InFlight(Duration remaining) implements Lookup {}
  }

  /**
   * The right to make a call for all who wait for it. Ends by itself {@code swarm.state.lease}
   * after its last renewal. Closing it without an answer lets another try.
   */
  interface CacheToken extends AutoCloseable {

    /** Stores the answer for {@code swarm.cache.ttl} and ends the right. */
    void put(byte[] value);

    /**
     * Extends the right.
     *
     * @return false where it has ended: another may be making the call, which does no harm but cost
     */
    boolean renew();

    /** Ends the right where it still lasts. */
    void abandon();

    @Override
    default void close() {
      abandon();
    }
  }
}
