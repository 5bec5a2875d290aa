package dev.swarmworker.local;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;

/**
 * The entry point of {@code quarkus:dev}: the local environment first, then the application, which
 * knows nothing of it but its configuration.
 */
@QuarkusMain(name = "local")
public final class LocalMain implements QuarkusApplication {

  public static void main(String... args) {
    LocalServers.startOnce();
    Quarkus.run(LocalMain.class, args);
  }

  @Override
  public int run(String... args) {
    LocalBanner.printOnce();
    Quarkus.waitForExit();
    return 0;
  }
}
