package dev.swarmworker.dispatch;

import dev.swarmworker.task.Priority;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for a permit, in the order they are served. Not safe for threads: {@link Permits}
 * locks.
 *
 * <p>Each step of priority below the highest counts as one ageing step of later arrival. So the
 * order of any two is settled when the later one arrives and never changes, no rank has to be
 * computed again as time passes, and nobody starves: a waiter is overtaken only by those who come
 * within its priority's number of ageing steps after it, and by those who need something else.
 *
 * <p>Waiters of one kind of need stand together, so that to find who is next costs a step for each
 * kind, not for each waiter.
 */
final class WaitingLine {

  /** Those with one kind of need. */
  private static final class Group {
    final Object kind;
    final TreeSet<Waiter> waiters = new TreeSet<>(Waiter.ORDER);

    Group(Object kind) {
      this.kind = kind;
    }

    Waiter first() {
      return waiters.first();
    }
  }

  private final Map<Object, Group> byKind = new HashMap<>();

  /** By who is first in each; none is empty. */
  private final TreeSet<Group> groups =
      new TreeSet<>(Comparator.comparing(Group::first, Waiter.ORDER));

  private final long ageingNanos;
  private long joined;
  private int length;

  WaitingLine(Duration ageing) {
    ageingNanos = ageing.toNanos();
  }

  /**
   * Lets somebody join.
   *
   * @param arrivedNanos since when it waits: who left the line for a while keeps its place
   */
  Waiter join(Priority priority, long arrivedNanos, Need need, Condition turn) {
    long rank = arrivedNanos + stepsBelowHighest(priority) * ageingNanos;
    Waiter waiter = new Waiter(arrivedNanos, rank, joined++, need, turn);
    Group group = byKind.computeIfAbsent(need.kind(), Group::new);
    if (!group.waiters.isEmpty()) {
      groups.remove(group);
    }
    group.waiters.add(waiter);
    groups.add(group);
    length++;
    return waiter;
  }

  private static int stepsBelowHighest(Priority priority) {
    return switch (priority) {
      case CRITICAL -> 0;
      case HIGH -> 1;
      case NORMAL -> 2;
      case LOW -> 3;
      case BACKGROUND -> 4;
    };
  }

  /** Takes out the first who has what it needs, or null where there is none. */
  @Nullable Waiter nextReady() {
    for (Group group : groups) {
      Waiter first = group.first();
      if (first.isReady()) {
        take(first, group);
        return first;
      }
    }
    return null;
  }

  /** Takes out the first, or null where nobody waits. */
  @Nullable Waiter next() {
    if (groups.isEmpty()) {
      return null;
    }
    Group group = groups.first();
    Waiter first = group.first();
    take(first, group);
    return first;
  }

  /** Takes a waiter out, wherever it stands; nothing happens where it is out already. */
  void leave(Waiter waiter) {
    Group group = byKind.get(waiter.need.kind());
    if (group != null && group.waiters.contains(waiter)) {
      take(waiter, group);
    }
  }

  private void take(Waiter waiter, Group group) {
    groups.remove(group);
    group.waiters.remove(waiter);
    length--;
    if (group.waiters.isEmpty()) {
      byKind.remove(group.kind);
    } else {
      groups.add(group);
    }
  }

  int length() {
    return length;
  }

  /** How long the one who came first has waited; 0 where nobody waits. Linear in the length. */
  long oldestNanos(long nowNanos) {
    return groups.stream()
        .flatMap(group -> group.waiters.stream())
        .mapToLong(waiter -> nowNanos - waiter.arrivedNanos)
        .max()
        .orElse(0);
  }
}
