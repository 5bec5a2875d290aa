package dev.swarmworker.llm;

import dev.swarmworker.agent.Agent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Names a call by everything that shapes its answer, and by nothing else: calls with the same key
 * may share an answer.
 *
 * <p>SHA-256 over the protocol, the base URL, the model, the system prompt, each message with its
 * role, the token limit and the temperature. Each text carries its length, so that no two different
 * calls have the same encoding, however their texts are cut. The API key is not part of it: who
 * pays does not change what is said.
 *
 * @param value lower-case hexadecimal, 64 characters
 */
public record CacheKey(String value) {
  private static final int VERSION = 1;

  /** The key of {@code call} at {@code provider}. */
  public static CacheKey of(Agent.Provider provider, Call call) {
    Encoder encoder = new Encoder();
    encoder.number(VERSION);
    encoder.text(provider.protocol().name());
    encoder.text(Endpoint.trimmed(provider.baseUrl()));
    encoder.text(call.model());
    encoder.text(call.system());
    encoder.number(call.messages().size());
    for (Call.Message message : call.messages()) {
      encoder.text(message.role().name());
      encoder.text(message.text());
    }
    encoder.number(call.maxTokens());
    encoder.real(call.temperature());
    return new CacheKey(encoder.hex());
  }

  private static final class Encoder {
    private final MessageDigest digest;

    Encoder() {
      try {
        this.digest = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK has SHA-256", e);
      }
    }

    void number(long value) {
      digest.update(ByteBuffer.allocate(Long.BYTES).putLong(value).flip());
    }

    /** An absent text is not an empty one. */
    void text(@Nullable String value) {
      if (value == null) {
        number(-1);
        return;
      }
      byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
      number(bytes.length);
      digest.update(bytes);
    }

    /** Adding 0.0 makes one zero of the two. */
    void real(@Nullable Double value) {
      text(value == null ? null : Double.toString(value + 0.0));
    }

    String hex() {
      return HexFormat.of().formatHex(digest.digest());
    }
  }
}
