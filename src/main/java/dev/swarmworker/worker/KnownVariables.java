package dev.swarmworker.worker;

import static java.util.stream.Collectors.joining;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Stops the start where a variable {@code SWARM_...} is none of the worker's keys. Of files and
 * system properties that is found by itself; a variable's name is no key's, so one that fits none
 * is ignored, and the worker would run with a default that somebody meant to change.
 */
@Singleton
final class KnownVariables {

  private static final int BEFORE_THE_CHANNELS = 1;
  private static final String OURS = "SWARM_";

  /** What Kubernetes and Docker tell of services whose names begin as ours do. */
  private static final Pattern LINK =
      Pattern.compile("\\w+_(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT(_\\d+_(TCP|UDP)(_\\w+)?)?)");

  void check(@Observes @Priority(BEFORE_THE_CHANNELS) StartupEvent event, BeanManager beans) {
    List<String> keys =
        beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
            .flatMap(bean -> bean.getTypes().stream())
            .flatMap(type -> type instanceof Class<?> mapping ? Stream.of(mapping) : Stream.empty())
            .filter(type -> type.isAnnotationPresent(ConfigMapping.class))
            .distinct()
            .map(ConfigClass::configClass)
            .flatMap(mapping -> ConfigMappings.getProperties(mapping).keySet().stream())
            .toList();
    check(System.getenv().keySet(), keys);
  }

  /**
   * @param keys with {@code *} where somebody chooses a part
   * @throws ConfigurationException naming each variable, not its value, which may be a secret, and
   *     what comes nearest
   */
  static void check(Collection<String> variables, Collection<String> keys) {
    String unknown =
        variables.stream()
            .filter(name -> asVariable(name).startsWith(OURS) && !LINK.matcher(name).matches())
            .filter(name -> keys.stream().noneMatch(key -> fits(asVariable(name), key)))
            .sorted()
            .map(
                name ->
                    name + " is no setting of the worker, the nearest is " + nearest(name, keys))
            .collect(joining("\n"));
    if (!unknown.isEmpty()) {
      throw new ConfigurationException(unknown);
    }
  }

  private static boolean fits(String variable, String key) {
    String chosen = asVariable(key.replace("[*]", "_ANY_").replace("*", "ANY"));
    return variable.matches(chosen.replace("ANY", "\\w+"));
  }

  private static String nearest(String name, Collection<String> keys) {
    return keys.stream()
        .filter(key -> key.startsWith("swarm."))
        .map(key -> asVariable(key).replace("___", "_<ID>_"))
        .min(Comparator.comparing(known -> distance(known, asVariable(name))))
        .orElseThrow();
  }

  /** How many characters are put in, left out or changed between the two (Levenshtein). */
  private static int distance(String one, String other) {
    int[] row = IntStream.rangeClosed(0, other.length()).toArray();
    for (int i = 1; i <= one.length(); i++) {
      int before = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int changed = before + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        before = row[j];
        row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[other.length()];
  }

  private static String asVariable(String key) {
    return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }
}
