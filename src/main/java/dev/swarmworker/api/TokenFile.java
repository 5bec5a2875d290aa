package dev.swarmworker.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.swarmworker.timer.Repeating;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of a file as it was last read. It is read anew every few seconds, so that a mounted
 * secret rotates without a restart. A file that has become useless lets nobody in until it is right
 * again: who empties it wants that. Thread-safe.
 */
final class TokenFile implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(TokenFile.class);
  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final int MOST_BYTES = 64 * 1024;

  private final @Nullable Path file;
  private final Repeating reading = new Repeating("api-tokens");
  private volatile Tokens tokens = Tokens.NONE;
  private volatile String complaint = "";

  /**
   * @param file absent: there are no tokens
   */
  TokenFile(Optional<Path> file) {
    this.file = file.orElse(null);
    take();
  }

  /** Begins to watch the file. */
  void watch() {
    if (file != null) {
      reading.start(EVERY, this::look);
    }
  }

  /** The role of a token's bearer; empty where it is nobody's. */
  Optional<Role> roleOf(String token) {
    return tokens.roleOf(token);
  }

  /** What is wrong with the file, without a word of it; empty where nothing is. */
  String complaint() {
    return complaint;
  }

  /** Reads the file now; by one thread at a time. */
  void look() {
    String before = complaint;
    take();
    if (!complaint.isEmpty() && !complaint.equals(before)) {
      LOG.errorf("swarm.api.token-file: %s; no token is taken", complaint);
    }
  }

  private void take() {
    if (file == null) {
      return;
    }
    switch (read(file)) {
      case Tokens.Parsed.Valid(Tokens valid) -> {
        tokens = valid;
        complaint = "";
      }
      case Tokens.Parsed.Invalid(String reason) -> {
        tokens = Tokens.NONE;
        complaint = reason;
      }
    }
  }

  private static Tokens.Parsed read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      return bytes.length > MOST_BYTES
          ? new Tokens.Parsed.Invalid("the file is larger than 64 KiB")
          : Tokens.parse(new String(bytes, UTF_8));
    } catch (IOException e) {
      return new Tokens.Parsed.Invalid("the file cannot be read");
    }
  }

  @Override
  public void close() {
    reading.close();
  }
}
