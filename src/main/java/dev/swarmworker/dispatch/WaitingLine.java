package dev.swarmworker.dispatch;

import dev.swarmworker.task.Priority;
import java.time.Duration;
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
 * within its priority's number of ageing steps after it.
 */
final class WaitingLine {

  private final TreeSet<Waiter> line = new TreeSet<>(Waiter.ORDER);
  private final long ageingNanos;
  private long joined;

  WaitingLine(Duration ageing) {
    ageingNanos = ageing.toNanos();
  }

  /**
   * Lets somebody join.
   *
   * @param arrivedNanos since when it waits: who left the line for a while keeps its place
   */
  Waiter join(Priority priority, long arrivedNanos, Condition turn) {
    long rank = arrivedNanos + stepsBelowHighest(priority) * ageingNanos;
    Waiter waiter = new Waiter(arrivedNanos, rank, joined++, turn);
    line.add(waiter);
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

  /** Takes out whoever is next, or null where nobody waits. */
  @Nullable Waiter next() {
    return line.pollFirst();
  }

  /** Takes a waiter out, wherever it stands; nothing happens where it is out already. */
  void leave(Waiter waiter) {
    line.remove(waiter);
  }

  int length() {
    return line.size();
  }

  /** How long the one who came first has waited; 0 where nobody waits. Linear in the length. */
  long oldestNanos(long nowNanos) {
    return line.stream().mapToLong(waiter -> nowNanos - waiter.arrivedNanos).max().orElse(0);
  }
}
