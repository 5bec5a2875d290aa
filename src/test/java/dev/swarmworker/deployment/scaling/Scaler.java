package dev.swarmworker.deployment.scaling;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.IntStream;

/**
 * KEDA between nothing and one, the Horizontal Pod Autoscaler above: for each trigger what it asks
 * for, the most of that, no faster than the rules allow.
 */
final class Scaler {

  private record Wish(int at, int workers) {}

  private record Change(int at, int by) {}

  private final Scaling scaling;
  private final Deque<Wish> wishes = new ArrayDeque<>();
  private final Deque<Change> changes = new ArrayDeque<>();
  private int lastActive;

  Scaler(Scaling scaling) {
    this.scaling = scaling;
  }

  /** How many workers there are to be, of so many now. */
  int decide(int now, int current, Figures figures) {
    boolean active = scaling.triggers().stream().anyMatch(trigger -> trigger.isActive(figures));
    if (active) {
      lastActive = now;
    }
    int decided;
    if (current == 0) {
      decided = active ? Math.max(1, scaling.least()) : scaling.least();
    } else if (scaling.least() == 0 && now - lastActive >= scaling.coolDown()) {
      decided = 0;
    } else {
      decided = within(now, current, wish(now, current, figures));
    }
    if (decided != current) {
      changes.addLast(new Change(now, decided - current));
    }
    return decided;
  }

  private int wish(int now, int current, Figures figures) {
    int asked =
        scaling.triggers().stream().mapToInt(t -> t.desired(figures, current)).max().orElse(0);
    int bounded = Math.clamp(asked, Math.max(1, scaling.least()), scaling.most());
    wishes.addLast(new Wish(now, bounded));
    int longest = Math.max(scaling.up().window(), scaling.down().window());
    wishes.removeIf(wish -> wish.at() <= now - longest && wish.at() != now);
    return bounded;
  }

  private int within(int now, int current, int wish) {
    int least = since(now - scaling.up().window()).min().orElse(wish);
    int most = since(now - scaling.down().window()).max().orElse(wish);
    if (Math.min(wish, least) > current) {
      return Math.min(Math.min(wish, least), upLimit(now, current));
    }
    if (Math.max(wish, most) < current) {
      return Math.max(Math.max(wish, most), downLimit(now, current));
    }
    return current;
  }

  private IntStream since(int start) {
    return wishes.stream().filter(wish -> wish.at() > start).mapToInt(Wish::workers);
  }

  private int upLimit(int now, int current) {
    Rules rules = scaling.up();
    int before = current - changed(now - rules.period(), 1);
    return Math.max(before + rules.pods(), (int) Math.ceil(before * (1 + rules.percent() / 100.0)));
  }

  private int downLimit(int now, int current) {
    Rules rules = scaling.down();
    int before = current - changed(now - rules.period(), -1);
    return Math.min(
        before - rules.pods(), (int) Math.floor(before * (1 - rules.percent() / 100.0)));
  }

  /** By how many in one direction since then. */
  private int changed(int since, int direction) {
    changes.removeIf(change -> change.at() < since - 1800);
    return changes.stream()
        .filter(change -> change.at() > since && Integer.signum(change.by()) == direction)
        .mapToInt(Change::by)
        .sum();
  }
}
