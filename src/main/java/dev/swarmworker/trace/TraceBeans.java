package dev.swarmworker.trace;

import dev.swarmworker.worker.Instrumentation;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Traces tasks where that is switched on; else there is no SDK, and nothing on a task's way. */
@Singleton
final class TraceBeans {

  /** Past the drain, within the seconds that are left of the process. */
  private static final long SECONDS_FOR_THE_LAST_SPANS = 3;

  private final boolean off;
  private final String workerId;
  private final Tracing.Names names;
  private final Config config;
  private @Nullable OpenTelemetrySdk sdk;

  TraceBeans(
      @ConfigProperty(name = "otel.sdk.disabled") boolean off,
      @ConfigProperty(name = "swarm.worker.id") String workerId,
      @ConfigProperty(name = "swarm.group") String group,
      @ConfigProperty(name = "swarm.topics.results") String results,
      Config config) {
    this.off = off;
    this.workerId = workerId;
    this.names = new Tracing.Names(group, results);
    this.config = config;
  }

  /** The SDK is no bean: nobody else is to take it for theirs, and make spans of their own. */
  @Produces
  @Singleton
  Instrumentation instrumentation() {
    if (off) {
      return Instrumentation.NONE;
    }
    try {
      OpenTelemetrySdk started = Sdk.start(workerId, StandardSettings.of(config));
      sdk = started;
      return new Tracing(started, names);
    } catch (io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException e) {
      throw new ConfigurationException(e.getMessage()); // with a cause it would be a stack trace
    }
  }

  @PreDestroy
  void close() {
    if (sdk != null) {
      var _ = sdk.shutdown().join(SECONDS_FOR_THE_LAST_SPANS, TimeUnit.SECONDS);
    }
  }
}
