package dev.swarmworker.trace;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.semconv.incubating.ServiceIncubatingAttributes;
import java.util.Map;

/** The SDK, configured by OpenTelemetry's standard names. These are our defaults. */
final class Sdk {

  private static final Map<String, String> DEFAULTS =
      Map.of(
          "otel.service.name", "swarm-worker",
          "otel.exporter.otlp.protocol", "http/protobuf",
          "otel.traces.sampler", "parentbased_traceidratio",
          "otel.traces.sampler.arg", "0.1");

  /** Metrics are Prometheus', and logs go to the console. */
  private static final Map<String, String> ALWAYS =
      Map.of(
          "otel.sdk.disabled", "false",
          "otel.metrics.exporter", "none",
          "otel.logs.exporter", "none");

  private Sdk() {}

  /**
   * Starts it; whoever does shuts it down.
   *
   * @param workerId tells this worker's spans from those of its fleet
   * @param settings by their standard names; variables and system properties go over them
   */
  static OpenTelemetrySdk start(String workerId, Map<String, String> settings) {
    return AutoConfiguredOpenTelemetrySdk.builder()
        .addPropertiesSupplier(() -> DEFAULTS)
        .addPropertiesSupplier(() -> settings)
        .addPropertiesCustomizer(Sdk::checked)
        .addResourceCustomizer((resource, _) -> resource.merge(worker(workerId)))
        .disableShutdownHook() // it would be over before the drain
        .build()
        .getOpenTelemetrySdk();
  }

  private static Map<String, String> checked(ConfigProperties settings) {
    StandardSettings.check(settings);
    return ALWAYS;
  }

  private static Resource worker(String id) {
    return Resource.builder().put(ServiceIncubatingAttributes.SERVICE_INSTANCE_ID, id).build();
  }
}
