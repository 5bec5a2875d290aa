package dev.swarmworker.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private final Progress progress = new Progress();

  @Test
  void nothingRead_nothingIsDue() {
    assertThat(progress.due()).isEmpty();
  }

  @Test
  void recordsUnderWay_holdTheOffset() {
    received(10, 11, 12);

    progress.done(11, record(11));
    progress.done(12, record(12));

    assertThat(progress.due()).isEmpty();
  }

  @Test
  void firstOfThoseUnderWayDone_offsetPassesAllThatAreDone() {
    received(10, 11, 12, 13);

    progress.done(11, record(11));
    progress.done(10, record(10));

    assertThat(progress.due()).hasValue(12);
  }

  @Test
  void offsetNotTaken_isDueAgain() {
    received(10);
    progress.done(10, record(10));
    assertThat(progress.due()).hasValue(11);

    assertThat(progress.due()).hasValue(11);
    progress.committed(11);

    assertThat(progress.due()).isEmpty();
  }

  @Test
  void offsetsThatWereNeverRead_areNoGap() {
    received(10, 15); // between them the markers of transactions, or what was compacted

    progress.done(10, record(10));
    progress.done(15, record(15));

    assertThat(progress.due()).hasValue(16);
  }

  @Test
  void partitionTakenAway_isSaidToWhoeverHoldsARecordOfIt() {
    assertThat(progress.isCurrent()).isTrue();

    progress.end();

    assertThat(progress.isCurrent()).isFalse();
  }

  @Test
  void unknownRecordDone_changesNothing() {
    received(10);

    progress.done(9, record(9));

    assertThat(progress.due()).isEmpty();
  }

  @Test
  void topicBegunAnew_isFollowedFromItsBeginning() {
    received(10, 11);
    progress.done(10, record(10));

    received(0, 1);
    progress.committed(11); // the answer to a commit that was under way
    progress.done(0, record(0));

    assertThat(progress.due()).hasValue(1);
  }

  @Test
  void recordOfTheTopicBefore_finishesNoneOfTheNew() {
    received(0, 1, 2);
    progress.received(0, "the new one");

    progress.done(0, record(0));
    assertThat(progress.due()).isEmpty();

    progress.done(0, "the new one");
    assertThat(progress.due()).hasValue(1);
  }

  @Test
  void next_isBehindTheLastThatWasRead() {
    assertThat(progress.next()).isEmpty();

    received(10, 15);

    assertThat(progress.next()).hasValue(16);
  }

  /** A step: an offset further on is read, or the n-th of those read is done. */
  record Step(boolean reads, int number, boolean commits) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.of(true, false),
            Arbitraries.integers().between(1, 20),
            Arbitraries.of(true, false))
        .as(Step::new)
        .list()
        .ofMaxSize(200);
  }

  @Property
  void anyOrder_dueIsTheFirstNotDone_andNeverGoesBack(@ForAll("steps") List<Step> steps) {
    Progress progress = new Progress(); // of this try: the instance serves all of them
    Set<Long> read = new HashSet<>();
    Set<Long> done = new HashSet<>();
    long first = 1000;
    long last = first - 1;
    long taken = first;
    for (Step step : steps) {
      if (step.reads()) {
        last += step.number();
        read.add(last);
        progress.received(last, record(last));
        first = read.size() == 1 ? last : first;
        taken = read.size() == 1 ? last : taken;
      } else if (!read.isEmpty()) {
        long which = read.stream().sorted().skip(step.number() % read.size()).findFirst().get();
        done.add(which);
        progress.done(which, record(which));
      }
      if (!read.isEmpty()) {
        long expected =
            read.stream().filter(o -> !done.contains(o)).min(Long::compare).orElse(last + 1);
        assertThat(progress.due().orElse(taken)).isEqualTo(expected).isGreaterThanOrEqualTo(taken);
        if (step.commits() && progress.due().isPresent()) {
          taken = progress.due().getAsLong();
          progress.committed(taken);
        }
      }
    }
  }

  private void received(long... offsets) {
    for (long offset : offsets) {
      progress.received(offset, record(offset));
    }
  }

  /** Stands for a record; the same one for the same offset. */
  private static Object record(long offset) {
    return ("record " + offset).intern();
  }
}
