package dev.swarmworker.agent;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * When two names of a capability, or of an agent type, mean the same: where they differ in nothing
 * but case, hyphens, underscores, dots and blanks.
 *
 * <p>claude-flow writes {@code codeGeneration} on an agent, {@code code-generation} in a task and
 * {@code code_quality} elsewhere, {@code node.js} and {@code nodejs}; people write {@code
 * TypeScript}. All other characters count: {@code c}, {@code c++} and {@code c#} differ.
 */
final class CapabilityName {

  private static final Pattern NOISE = Pattern.compile("[-_.\\s]");

  private CapabilityName() {}

  /** The form in which equal names are equal strings; empty where nothing is left. */
  static String canonical(String name) {
    return NOISE.matcher(name).replaceAll("").toLowerCase(Locale.ROOT);
  }

  static Set<String> canonical(Set<String> names) {
    return names.stream().map(CapabilityName::canonical).collect(Collectors.toUnmodifiableSet());
  }
}
