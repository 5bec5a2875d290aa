package dev.swarmworker.monitor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Turns figures into alerts by rules, one for each kind at most. Knows no clock: a sample is what
 * it is given. Safe for many threads, though only one should feed it.
 */
public final class Alerts {

  private final List<AlertRule> rules;
  private final Map<AlertKind, Integer> above = new EnumMap<>(AlertKind.class);
  private final Set<AlertKind> active = EnumSet.noneOf(AlertKind.class);

  /**
   * @throws IllegalArgumentException if two rules have one kind
   */
  public Alerts(Collection<AlertRule> rules) {
    this.rules = List.copyOf(rules);
    if (this.rules.stream().map(AlertRule::kind).distinct().count() != this.rules.size()) {
      throw new IllegalArgumentException("two alert rules of one kind");
    }
  }

  /** What this sample changes. A figure that says nothing changes nothing. */
  public synchronized List<Alert> observe(Figures figures) {
    List<Alert> changes = new ArrayList<>();
    for (AlertRule rule : rules) {
      OptionalDouble value = figures.of(rule.kind());
      if (value.isPresent()) {
        observe(rule, value.getAsDouble(), changes);
      }
    }
    return changes;
  }

  private void observe(AlertRule rule, double value, List<Alert> changes) {
    AlertKind kind = rule.kind();
    int inARow = value > rule.threshold() ? above.getOrDefault(kind, 0) + 1 : 0;
    above.put(kind, Math.min(inARow, rule.samples()));
    if (inARow >= rule.samples() && active.add(kind)) {
      changes.add(new Alert.Raised(kind, value, rule.threshold()));
    } else if (value <= rule.clearAt() && active.remove(kind)) {
      changes.add(new Alert.Cleared(kind, value, rule.threshold()));
    }
  }

  List<AlertRule> rules() {
    return rules;
  }

  /** Kinds whose alert is raised and not cleared. */
  public synchronized Set<AlertKind> active() {
    return Set.copyOf(active);
  }
}
