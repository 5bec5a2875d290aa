package dev.swarmworker.llm;

import dev.swarmworker.agent.Demand;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Names a question by everything that shapes its answer, and by nothing else: tasks with the same
 * key may share an answer. Which of the capable agents is to give it is no part of the key, since
 * any of them would do; how all of them are configured is.
 *
 * <p>An answer stays with its tenant: an answer that comes at once, and marked as cached, would
 * tell one tenant what another has asked.
 *
 * <p>SHA-256 over the agents' configuration, the tenant, what the task asks of its agent, the model
 * and the system prompt it names, each message with its role, the token limit and the temperature.
 * Each text and each list carries its length, so that no two different questions have the same
 * encoding, however their texts are cut.
 *
 * @param value lower-case hexadecimal, 64 characters
 */
public record CacheKey(String value) {
  private static final int VERSION = 4;

  /**
   * The key of a question.
   *
   * @param agents how they are configured, as {@link
   *     dev.swarmworker.agent.Agents.Assignment#configuration}
   * @param tenant whose task asks
   * @param demand on the agent who is to answer
   */
  public static CacheKey of(String agents, String tenant, Demand demand, Question question) {
    Encoder encoder = new Encoder();
    encoder.number(VERSION);
    encoder.text(agents);
    encoder.text(tenant);
    encoder.texts(demand.capabilities().stream().sorted().toList());
    encoder.text(demand.type());
    encoder.texts(demand.preferred());
    encoder.texts(demand.excluded().stream().sorted().toList());
    encoder.text(question.model());
    encoder.text(question.system());
    encoder.number(question.messages().size());
    for (Call.Message message : question.messages()) {
      encoder.text(message.role().name());
      encoder.text(message.text());
    }
    encoder.number(question.maxTokens());
    encoder.real(question.temperature());
    return new CacheKey(encoder.hex());
  }

  private static final class Encoder {
    /** Hashed in one step, so that a long text is not copied as a whole. */
    private static final int UNITS = 4096;

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

    void texts(Collection<String> values) {
      number(values.size());
      values.forEach(this::text);
    }

    /** An absent text is not an empty one. */
    void text(@Nullable String value) {
      if (value == null) {
        number(-1);
        return;
      }
      number(value.length());
      // As they are in memory: in UTF-8, each unpaired surrogate would become a question mark.
      ByteBuffer units = ByteBuffer.allocate(Math.min(value.length(), UNITS) * Character.BYTES);
      for (int from = 0; from < value.length(); from += UNITS) {
        int to = Math.min(from + UNITS, value.length());
        units.clear().asCharBuffer().put(value, from, to);
        digest.update(units.limit((to - from) * Character.BYTES));
      }
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
