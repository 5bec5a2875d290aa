package dev.swarmworker.agent;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;

/**
 * Names a set of agents by all that decides which tasks they get and what they answer. Kept up
 * agent by agent, whatever the order in which they come and go. Not safe for threads.
 *
 * <p>Neither the API key nor the calls at once are part of it: neither changes what is said.
 */
final class Fingerprint {

  private long sum;

  void add(Agent agent) {
    sum += hash(agent);
  }

  void remove(Agent agent) {
    sum -= hash(agent);
  }

  /** 16 hexadecimal digits. */
  String name() {
    return HexFormat.of().toHexDigits(sum);
  }

  private static long hash(Agent agent) {
    List<String> texts =
        List.of(
            agent.id(),
            agent.type(),
            new TreeSet<>(agent.capabilities()).toString(),
            agent.model(),
            agent.provider().protocol() + " " + agent.provider().baseUrl(),
            agent.systemPrompt() == null ? "" : "says " + agent.systemPrompt());
    byte[] bytes = String.join("\n", texts).getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.wrap(sha256().digest(bytes)).getLong();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
