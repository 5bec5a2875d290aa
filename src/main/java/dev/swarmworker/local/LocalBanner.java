package dev.swarmworker.local;

import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** What someone who just started the application can look at, and how to give it a task. */
final class LocalBanner {
  private static final String PRINTED_KEY = "local.banner-printed";

  private LocalBanner() {}

  /** Prints it for the first start of the JVM, not for its live reloads. */
  static void printOnce() {
    if (System.getProperty(PRINTED_KEY) == null) {
      System.setProperty(PRINTED_KEY, "true");
      System.out.println(text(ConfigProvider.getConfig()));
    }
  }

  static String text(Config config) {
    String api = url(config, "quarkus.http.port", 8080);
    boolean apart =
        config.getOptionalValue("quarkus.management.enabled", Boolean.class).orElse(false);
    String management = apart ? url(config, "quarkus.management.port", 9000) : api;
    Optional<String> sample = config.getOptionalValue(LocalServers.SUBMITTING_KEY, String.class);
    return """

        swarm-worker runs. %s

          Events     curl -N -H 'Accept: text/event-stream' %s/events
          Stats      %s/stats
          Agents     %s/agents
          A task     %s/tasks/%s
          Health     %s/q/health
          Metrics    %s/q/metrics

          Submit a task of your own:
          echo '%s' | kcat -P -b %s -t %s
        """
        .formatted(
            sample.isPresent()
                ? "Sample tasks arrive, three a second (-Dlocal.samples=false: none)."
                : "No sample tasks are submitted.",
            api,
            api,
            api,
            api,
            sample.orElse("mine-1"),
            management,
            management,
            "{\"id\":\"mine-1\",\"type\":\"research\",\"objective\":\"Why is the sky blue?\"}",
            value(config, LocalEnvironment.KAFKA_KEY, "localhost:9092"),
            value(config, LocalEnvironment.TASKS_KEY, LocalEnvironment.TASKS));
  }

  private static String url(Config config, String portKey, int port) {
    return "http://localhost:" + config.getOptionalValue(portKey, Integer.class).orElse(port);
  }

  private static String value(Config config, String key, String otherwise) {
    return config.getOptionalValue(key, String.class).orElse(otherwise);
  }
}
