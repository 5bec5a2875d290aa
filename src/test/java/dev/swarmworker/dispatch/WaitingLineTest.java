package dev.swarmworker.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.task.Priority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class WaitingLineTest {

  private static final Duration AGEING = Duration.ofSeconds(10);

  private final Condition turn = new ReentrantLock().newCondition();
  private final WaitingLine line = new WaitingLine(AGEING);

  private Waiter join(Priority priority, Duration at) {
    return line.join(priority, at.toNanos(), Need.NOTHING, turn);
  }

  @Test
  void sameMoment_urgentFirst() {
    List<Waiter> byPriority = new ArrayList<>();
    for (Priority priority : List.of(Priority.values()).reversed()) {
      byPriority.addFirst(join(priority, Duration.ZERO));
    }

    for (Waiter expected : byPriority) {
      assertThat(line.next()).isSameAs(expected);
    }
    assertThat(line.next()).isNull();
  }

  @Test
  void samePriority_firstComeFirstServed() {
    Waiter first = join(Priority.LOW, Duration.ZERO);
    Waiter second = join(Priority.LOW, Duration.ZERO);

    assertThat(line.next()).isSameAs(first);
    assertThat(line.next()).isSameAs(second);
  }

  @Test
  void lowPriority_isOvertakenOnlyWithinItsAgeingSteps() {
    Waiter background = join(Priority.BACKGROUND, Duration.ZERO);
    Waiter later = join(Priority.CRITICAL, AGEING.multipliedBy(4).plusNanos(1));
    Waiter sooner = join(Priority.CRITICAL, AGEING.multipliedBy(4).minusNanos(1));

    assertThat(line.next()).isSameAs(sooner);
    assertThat(line.next()).isSameAs(background);
    assertThat(line.next()).isSameAs(later);
  }

  @Test
  void zeroAgeing_ignoresPriority() {
    WaitingLine plain = new WaitingLine(Duration.ZERO);
    Waiter first = plain.join(Priority.BACKGROUND, 0, Need.NOTHING, turn);
    plain.join(Priority.CRITICAL, 1, Need.NOTHING, turn);

    assertThat(plain.next()).isSameAs(first);
  }

  @Test
  void whoLeaves_isNeverServed() {
    Waiter gone = join(Priority.CRITICAL, Duration.ZERO);
    Waiter stays = join(Priority.LOW, Duration.ZERO);

    line.leave(gone);
    line.leave(gone);

    assertThat(line.length()).isOne();
    assertThat(line.next()).isSameAs(stays);
  }

  @Test
  void oldest_isByArrivalNotByRank() {
    join(Priority.BACKGROUND, Duration.ofSeconds(1));
    join(Priority.CRITICAL, Duration.ofSeconds(3));

    assertThat(line.oldestNanos(Duration.ofSeconds(4).toNanos()))
        .isEqualTo(Duration.ofSeconds(3).toNanos());
  }

  @Property
  void anyArrivals_areServedAsASortedListWouldAndNobodyStarves(
      @ForAll @Size(max = 60) List<@IntRange(max = 2_999) Integer> arrivals) {
    record Entry(Waiter waiter, long at, Priority priority) {
      long ageing() {
        return List.of(Priority.values()).indexOf(priority) * AGEING.toNanos();
      }

      long rank() {
        return at + ageing();
      }
    }
    WaitingLine tested = new WaitingLine(AGEING);
    List<Entry> model = new ArrayList<>();
    long now = 0;
    for (int arrival : arrivals) {
      // Given an arrival: which priority, how long after the last one, and what happens then.
      Priority priority = List.of(Priority.values()).get(arrival % 5);
      now += Duration.ofSeconds(arrival / 5 % 20).toNanos();
      model.add(new Entry(tested.join(priority, now, Need.NOTHING, turn), now, priority));
      // When somebody leaves or is served
      int served = arrival / 100 % 3;
      if (arrival / 300 == 0) {
        tested.leave(model.remove(arrival % model.size()).waiter());
      }
      for (int i = 0; i < served && !model.isEmpty(); i++) {
        Entry expected = model.stream().min(Comparator.comparingLong(Entry::rank)).orElseThrow();
        // Then it is whom a plain search finds (the first of equals)
        assertThat(tested.next()).isSameAs(expected.waiter());
        model.remove(expected);
        // And nobody left behind came more than its ageing steps earlier.
        for (Entry left : model) {
          assertThat(expected.at() - left.at()).isLessThanOrEqualTo(left.ageing());
        }
      }
      assertThat(tested.length()).isEqualTo(model.size());
    }
  }
}
