package dev.swarmworker.local;

import io.quarkus.runtime.Application;
import java.time.Duration;
import java.time.Instant;

/**
 * The one local environment of a JVM in dev mode.
 *
 * <p>A live reload replaces these classes and runs {@code main} again. So what must outlive it is
 * kept where a reload does not reach: the servers in their own threads and in a shutdown hook,
 * their addresses in system properties.
 */
final class LocalServers {
  /** Set once the servers run; the number of this run of them. */
  static final String RUN_KEY = "local.run";

  /** Set while sample tasks are submitted. */
  static final String SUBMITTING_KEY = "local.submitting";

  private static final String SAMPLES_KEY = "local.samples";
  private static final Duration ANSWER_LATENCY = Duration.ofMillis(400);
  private static final Duration SAMPLE_PAUSE = Duration.ofMillis(333);

  private LocalServers() {}

  static void startOnce() {
    if (System.getProperty(RUN_KEY) != null) {
      return;
    }
    String run = Long.toString(Instant.now().getEpochSecond(), Character.MAX_RADIX);
    LocalSettings settings = LocalSettings.ofProcess();
    LocalEnvironment environment = LocalEnvironment.start(settings, ANSWER_LATENCY);
    atShutdown("local-servers", () -> closeLast(environment));
    environment.redis().ifPresent(EmbeddedRedis::leaveShutdownToOwner);
    environment.configuration().forEach(System::setProperty);
    LocalPorts.avoidTaken(settings, LocalPorts.DEFAULTS).forEach(System::setProperty);
    if (wantsSamples(settings, environment)) {
      submitSamples(settings, environment, new SampleTasks(run));
    }
    System.setProperty(RUN_KEY, run);
  }

  /**
   * Never to a broker others use. With a real provider each sample costs money: only where asked.
   */
  static boolean wantsSamples(LocalSettings settings, LocalEnvironment environment) {
    boolean wanted =
        settings
            .get(SAMPLES_KEY)
            .map(Boolean::parseBoolean)
            .orElse(environment.anthropic().isPresent());
    return wanted && environment.kafka().isPresent();
  }

  private static void submitSamples(
      LocalSettings settings, LocalEnvironment environment, SampleTasks samples) {
    String topic = settings.get(LocalEnvironment.TASKS_KEY).orElse(LocalEnvironment.TASKS);
    String kafka = environment.kafka().orElseThrow().bootstrapServers();
    SampleStream stream = SampleStream.start(kafka, topic, samples, SAMPLE_PAUSE);
    atShutdown("local-samples", stream::close);
    System.setProperty(SUBMITTING_KEY, samples.id(0));
  }

  private static void atShutdown(String name, Runnable task) {
    Runtime.getRuntime().addShutdownHook(new Thread(task, name));
  }

  /** The application finishes and acknowledges its tasks first, and needs the servers to do so. */
  private static void closeLast(LocalEnvironment environment) {
    Application application = Application.currentApplication();
    if (application != null) {
      application.awaitShutdown();
    }
    environment.close();
  }
}
