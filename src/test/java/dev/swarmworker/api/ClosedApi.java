package dev.swarmworker.api;

import dev.swarmworker.support.Issuer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An API that is closed in every way at once: tokens, a provider of identities, and to readers. */
public final class ClosedApi implements QuarkusTestResourceLifecycleManager {

  static final String OPERATOR = "operators-token-".repeat(3);
  static final String VIEWER = "viewers-token---".repeat(3);

  private static volatile @Nullable Issuer issuer;
  private static volatile @Nullable Path tokens;

  static Issuer issuer() {
    return Objects.requireNonNull(issuer);
  }

  /** As a mounted secret changes: all at once. */
  static void writeTokens(String... more) {
    try {
      Path next = Files.createTempFile("tokens-", ".next");
      Files.writeString(
          next, OPERATOR + "\nviewer " + VIEWER + "\n" + String.join("\n", more) + "\n");
      Files.move(next, tokens, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Map<String, String> start() {
    try {
      Issuer started = Issuer.start("not-used");
      issuer = started;
      Path file = Files.createTempFile("tokens-", ".txt");
      tokens = file;
      writeTokens();
      return Map.of(
          "swarm.api.token-file", file.toString(),
          "swarm.api.reading", "role",
          "swarm.files.dir", Files.createTempDirectory("artifacts-").toString(),
          "quarkus.oidc.auth-server-url", started.url());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {
    issuer().close();
    try {
      Files.deleteIfExists(Objects.requireNonNull(tokens));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
