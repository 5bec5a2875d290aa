package dev.swarmworker.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * How long the work in hand took to come to its end once a fault was over, or had struck where it
 * is never over: a task is in hand if it was called for and has no result.
 */
final class Recoveries {

  private record Recovery(Instant from, Set<String> inHand) {}

  private final List<Recovery> recoveries = new ArrayList<>();

  void from(Instant now, Set<String> inHand) {
    recoveries.add(new Recovery(now, inHand));
  }

  /**
   * The longest of them; empty where nothing was in hand, or not all of it has ended.
   *
   * @param endOf when a task ended
   */
  Optional<Duration> longest(Function<String, Optional<Instant>> endOf) {
    List<Duration> all = new ArrayList<>();
    for (Recovery recovery : recoveries) {
      for (String id : recovery.inHand()) {
        Optional<Instant> end = endOf.apply(id);
        if (end.isEmpty()) {
          return Optional.empty();
        }
        all.add(Duration.between(recovery.from(), end.get()));
      }
    }
    return all.stream().max(Comparator.naturalOrder());
  }
}
