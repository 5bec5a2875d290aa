package dev.swarmworker.trace;

import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.config.Config;

/**
 * What is set under OpenTelemetry's standard names, wherever the worker's other settings may stand:
 * by itself the SDK looks at variables and system properties alone, so that one in a file would
 * switch tracing on, and the rest of that file would say nothing.
 */
final class StandardSettings {

  private static final String PREFIX = "otel.";
  private static final String PROTOCOL = "http/protobuf";
  private static final List<String> PROTOCOLS =
      List.of("otel.exporter.otlp.protocol", "otel.exporter.otlp.traces.protocol");

  private StandardSettings() {}

  /** By their names as properties. */
  static Map<String, String> of(Config config) {
    Map<String, String> settings = new TreeMap<>();
    for (String name : config.getPropertyNames()) {
      String key = asProperty(name);
      if (key.startsWith(PREFIX)) {
        config.getOptionalValue(key, String.class).ifPresent(value -> settings.put(key, value));
      }
    }
    return settings;
  }

  /** A source of variables, such as {@code .env}, names them as they stand there. */
  private static String asProperty(String name) {
    return name.startsWith("OTEL_") ? name.toLowerCase(Locale.ROOT).replace('_', '.') : name;
  }

  /**
   * The exporter would take another protocol, and then fail at each span, for its part is not here.
   *
   * @throws ConfigurationException naming key, value and what is allowed
   */
  static void check(ConfigProperties settings) {
    for (String key : PROTOCOLS) {
      String given = settings.getString(key, PROTOCOL);
      if (!given.equals(PROTOCOL)) {
        throw new ConfigurationException(key + " is '" + given + "', must be " + PROTOCOL);
      }
    }
  }
}
