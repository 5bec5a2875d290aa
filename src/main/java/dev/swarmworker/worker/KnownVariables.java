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
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Stops the start where a variable {@code SWARM_...} is one of the worker's keys but for a slip. Of
 * files and system properties that is found by itself; a variable's name is no key's, so one that
 * fits none is ignored, and the worker would run with a default that somebody meant to change. A
 * variable that is like none of them is somebody else's, and is only named in the log.
 */
@Singleton
final class KnownVariables {

  private static final Logger LOG = Logger.getLogger(KnownVariables.class);
  private static final int BEFORE_ALL_OTHERS = 1;

  /** Of a slip; what differs in more is another word. */
  private static final int MOST_EDITS = 2;

  private static final String OURS = "SWARM_";

  /** Looking for the annotation at all types of all beans takes a tenth of a second. */
  private static final String PACKAGE = "dev.swarmworker.";

  /** What Kubernetes and Docker tell of services whose names begin as ours do. */
  private static final Pattern LINK =
      Pattern.compile("\\w+_(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT(_\\d+_(TCP|UDP)(_\\w+)?)?)");

  void check(@Observes @Priority(BEFORE_ALL_OTHERS) StartupEvent event, BeanManager beans) {
    List<String> keys =
        beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
            .flatMap(bean -> bean.getTypes().stream())
            .flatMap(type -> type instanceof Class<?> mapping ? Stream.of(mapping) : Stream.empty())
            .filter(type -> type.isInterface() && type.getName().startsWith(PACKAGE))
            .filter(type -> type.isAnnotationPresent(ConfigMapping.class))
            .distinct()
            .map(ConfigClass::configClass)
            .flatMap(mapping -> ConfigMappings.getProperties(mapping).keySet().stream())
            .toList();
    check(System.getenv().keySet(), keys);
  }

  /**
   * @param keys with {@code *} where somebody chooses a part
   * @throws ConfigurationException naming each misspelt variable, not its value, which may be a
   *     secret, and what comes nearest
   */
  static void check(Collection<String> variables, Collection<String> keys) {
    List<Unknown> unknown =
        variables.stream()
            .filter(name -> asVariable(name).startsWith(OURS) && !LINK.matcher(name).matches())
            .filter(name -> keys.stream().noneMatch(key -> fits(asVariable(name), key)))
            .sorted()
            .map(name -> Unknown.of(name, keys))
            .toList();
    String slips =
        unknown.stream().filter(Unknown::isASlip).map(Unknown::words).collect(joining("\n"));
    if (!slips.isEmpty()) {
      throw new ConfigurationException(slips);
    }
    unknown.forEach(other -> LOG.warn(other.words()));
  }

  /**
   * A variable that is no key's.
   *
   * @param nearest the variable of a key that it is most like
   * @param edits how many characters they differ in
   */
  private record Unknown(String name, String nearest, int edits) {

    static Unknown of(String name, Collection<String> keys) {
      return keys.stream()
          .filter(key -> key.startsWith("swarm."))
          .map(key -> asVariable(key).replace("___", "_<ID>_"))
          .map(known -> new Unknown(name, known, Edits.toNamed(known, asVariable(name))))
          .min(Comparator.comparingInt(Unknown::edits))
          .orElseThrow();
    }

    boolean isASlip() {
      return edits <= MOST_EDITS;
    }

    String words() {
      return name + " is no setting of the worker, the nearest is " + nearest;
    }
  }

  private static boolean fits(String variable, String key) {
    String chosen = asVariable(key.replace("[*]", "_ANY_").replace("*", "ANY"));
    return variable.matches(chosen.replace("ANY", "\\w+"));
  }

  private static String asVariable(String key) {
    return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }
}
