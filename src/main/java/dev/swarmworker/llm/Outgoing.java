package dev.swarmworker.llm;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * What is sent: a call, or the question which models there are, which costs nothing. A call's body
 * is given out once and no longer held then: with ten thousand calls waiting for their answers, a
 * second copy of each prompt is what fills the heap.
 */
final class Outgoing {

  private final String apiKey;
  private final boolean call;
  private byte @Nullable [] body;

  private Outgoing(String apiKey, byte @Nullable [] body) {
    this.apiKey = apiKey;
    this.call = body != null;
    this.body = body;
  }

  /**
   * A call.
   *
   * @param body JSON; nobody else's from now on
   */
  static Outgoing call(String apiKey, byte[] body) {
    return new Outgoing(apiKey, body);
  }

  /** The question which models there are. */
  static Outgoing models(String apiKey) {
    return new Outgoing(apiKey, null);
  }

  String apiKey() {
    return apiKey;
  }

  boolean isCall() {
    return call;
  }

  /**
   * Gives out a call's body.
   *
   * @throws IllegalStateException it was given out before, or there is none
   */
  Buffer takeBody() {
    byte[] bytes = body;
    if (bytes == null) {
      throw new IllegalStateException("there is no body, or no longer");
    }
    body = null;
    return Buffer.buffer(bytes);
  }
}
