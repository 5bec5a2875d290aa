package dev.swarmworker.deployment;

import dev.swarmworker.configuration.Mappings;
import io.quarkus.redis.runtime.client.config.RedisConfig;
import io.quarkus.tls.runtime.config.TlsConfig;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/** The keys that the application reads, as variables of the environment. */
final class Settings {

  static final Properties APPLICATION = application();

  private static final Set<String> OF_PROVIDERS = Set.of("ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL");
  private static final Set<String> OF_THE_JVM = Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS");
  private static final Set<Pattern> OF_MAPPINGS =
      Stream.concat(
              ours(), Stream.of(RedisConfig.class, TlsConfig.class).map(ConfigClass::configClass))
          .flatMap(mapping -> keys(mapping).stream())
          .map(Settings::asPattern)
          .collect(Collectors.toUnmodifiableSet());

  private Settings() {}

  static boolean isKnown(String variable) {
    return OF_PROVIDERS.contains(variable)
        || OF_THE_JVM.contains(variable)
        || isOfKafka(variable)
        || APPLICATION.stringPropertyNames().stream().anyMatch(k -> asVariable(k).equals(variable))
        || OF_MAPPINGS.stream().anyMatch(pattern -> pattern.matcher(variable).matches());
  }

  /** {@code KAFKA_SSL_KEYSTORE_TYPE} is {@code ssl.keystore.type} of every client. */
  private static boolean isOfKafka(String variable) {
    if (!variable.startsWith("KAFKA_")) {
      return false;
    }
    String key = variable.substring("KAFKA_".length()).toLowerCase(Locale.ROOT).replace('_', '.');
    return ConsumerConfig.configNames().contains(key)
        && ProducerConfig.configNames().contains(key)
        && AdminClientConfig.configNames().contains(key);
  }

  private static Stream<ConfigClass> ours() {
    return Mappings.all().stream().map(ConfigClass::configClass);
  }

  private static Set<String> keys(ConfigClass mapping) {
    return ConfigMappings.getProperties(mapping).keySet();
  }

  private static String asVariable(String key) {
    return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }

  private static Pattern asPattern(String key) {
    return Pattern.compile(asVariable(key.replace("*", "ANY")).replace("ANY", "[A-Z0-9_]+"));
  }

  private static Properties application() {
    try (InputStream file = Settings.class.getResourceAsStream("/application.properties")) {
      Properties properties = new Properties();
      properties.load(file);
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
