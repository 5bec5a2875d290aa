package dev.swarmworker;

import dev.swarmworker.local.EmbeddedKafka;
import dev.swarmworker.local.EmbeddedRedis;
import dev.swarmworker.local.FakeAnthropic;
import dev.swarmworker.local.LocalEnvironment;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The local environment of {@code @QuarkusTest} classes: {@code @QuarkusTestResource(
 * LocalResource.class)}. Always embedded, whatever the environment says: a test never reaches a
 * real cluster or a provider that costs money.
 *
 * <p>One for all test classes that share an application. Another test profile means another
 * application in another class loader, and so an environment of its own.
 */
public final class LocalResource implements QuarkusTestResourceLifecycleManager {
  private static volatile @Nullable LocalEnvironment environment;

  /** The broker of the running application. */
  public static EmbeddedKafka kafka() {
    return environment().kafka().orElseThrow();
  }

  /** The Redis of the running application. */
  public static EmbeddedRedis redis() {
    return environment().redis().orElseThrow();
  }

  /** The provider of the running application. */
  public static FakeAnthropic anthropic() {
    return environment().anthropic().orElseThrow();
  }

  @Override
  public Map<String, String> start() {
    LocalEnvironment started = LocalEnvironment.start();
    environment = started;
    Map<String, String> configuration = new HashMap<>(started.configuration());
    // Not 0: Quarkus' server metrics need both servers' ports to be known, or neither.
    configuration.put("quarkus.http.test-port", freePort());
    configuration.put("quarkus.management.test-port", freePort());
    return configuration;
  }

  private static String freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return String.valueOf(socket.getLocalPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {
    LocalEnvironment started = environment;
    environment = null;
    if (started != null) {
      started.close();
    }
  }

  private static LocalEnvironment environment() {
    LocalEnvironment started = environment;
    if (started == null) {
      throw new IllegalStateException("No application with a LocalResource is running");
    }
    return started;
  }
}
