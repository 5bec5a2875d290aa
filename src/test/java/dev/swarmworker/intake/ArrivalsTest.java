package dev.swarmworker.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

  private final Progress progress = new Progress();

  @Test
  void beforeItIsOpened_nothingIsLetOut_orWanted() {
    Arrivals arrivals = new Arrivals(3, 100);
    arrivals.add(List.of(delivery(1)));

    assertThat(arrivals.next()).isNull();
    assertThat(arrivals.areWanted()).isFalse();
    assertThat(arrivals.isOpen()).isFalse();

    arrivals.open();

    assertThat(arrivals.isOpen()).isTrue();
    assertThat(arrivals.areWanted()).isTrue();
    assertThat(arrivals.next()).isNotNull();
  }

  @Test
  void placesTaken_letNothingOut_untilOneIsOver() {
    Arrivals arrivals = opened(2, 100);
    arrivals.add(List.of(delivery(10), delivery(10), delivery(10)));
    KafkaDelivery first = arrivals.next();
    assertThat(arrivals.next()).isNotNull();

    assertThat(arrivals.next()).isNull();
    assertThat(arrivals.isOpen()).isFalse();
    arrivals.over(first);

    assertThat(arrivals.next()).isNotNull();
  }

  @Test
  void bytesThatWouldBeTooMany_waitForSomeToBeOver() {
    Arrivals arrivals = opened(10, 100);
    arrivals.add(List.of(delivery(60), delivery(41), delivery(1)));
    KafkaDelivery first = arrivals.next();

    assertThat(arrivals.next()).as("nor what is behind it: nobody is passed over").isNull();
    arrivals.over(first);

    assertThat(arrivals.next().size()).isEqualTo(41);
    assertThat(arrivals.next().size()).isEqualTo(1);
  }

  @Test
  void deliveryLargerThanAll_isLetOutAlone() {
    Arrivals arrivals = opened(10, 100);
    arrivals.add(List.of(delivery(500), delivery(1)));

    KafkaDelivery large = arrivals.next();
    assertThat(large.size()).isEqualTo(500);
    assertThat(arrivals.next()).isNull();
    assertThat(arrivals.isOpen()).isFalse();

    arrivals.over(large);
    assertThat(arrivals.next().size()).isEqualTo(1);
  }

  @Test
  void deliveryWhosePartitionWasTakenAway_isDropped_andTakesNoPlace() {
    Arrivals arrivals = opened(1, 100);
    arrivals.add(List.of(delivery(1)));
    progress.end();
    arrivals.add(List.of(new KafkaDelivery(recordOf(2), new Progress(), null)));

    assertThat(arrivals.next().size()).isEqualTo(2);
  }

  @Test
  void closed_letsNothingOutForGood() {
    Arrivals arrivals = opened(2, 100);
    arrivals.add(List.of(delivery(1)));

    arrivals.close();
    arrivals.open();

    assertThat(arrivals.next()).isNull();
    assertThat(arrivals.areWanted()).isFalse();
    assertThat(arrivals.isOpen()).isFalse();
  }

  @Test
  void enoughOfThem_orOfTheirBytes_noMoreAreWanted() {
    Arrivals many = opened(1, 100);
    for (int i = 0; i < Arrivals.ENOUGH; i++) {
      assertThat(many.areWanted()).isTrue();
      many.add(List.of(delivery(1)));
    }
    assertThat(many.areWanted()).isFalse();
    many.next();
    assertThat(many.areWanted()).isTrue();

    Arrivals large = opened(1, 100);
    large.add(List.of(delivery(1 << 20)));
    assertThat(large.areWanted()).isFalse();
    large.next();
    assertThat(large.areWanted()).isTrue();
  }

  /** true: one more is read; false: the oldest that was taken out is over. */
  @Property
  void heldOnes_neverExceedPlacesOrBytes_andNoneIsForgotten(
      @ForAll @IntRange(min = 1, max = 20) int places, @ForAll List<Boolean> steps) {
    Arrivals arrivals = opened(places, 50);
    Deque<KafkaDelivery> held = new ArrayDeque<>();
    int read = 0;
    int out = 0;
    for (boolean comes : steps) {
      if (comes) {
        arrivals.add(List.of(delivery(7)));
        read++;
      } else if (!held.isEmpty()) {
        arrivals.over(held.remove());
      }
      out += take(arrivals, held);
      assertThat(held.size()).isEqualTo(Math.min(read - (out - held.size()), Math.min(places, 7)));
    }
    while (!held.isEmpty()) {
      arrivals.over(held.remove());
      out += take(arrivals, held);
    }
    assertThat(out).isEqualTo(read);
  }

  private static int take(Arrivals arrivals, Deque<KafkaDelivery> held) {
    int taken = 0;
    for (KafkaDelivery next = arrivals.next(); next != null; next = arrivals.next()) {
      held.add(next);
      taken++;
    }
    return taken;
  }

  private static Arrivals opened(int places, long maxBytes) {
    Arrivals arrivals = new Arrivals(places, maxBytes);
    arrivals.open();
    return arrivals;
  }

  private KafkaDelivery delivery(int bytes) {
    return new KafkaDelivery(recordOf(bytes), progress, null);
  }

  private static ConsumerRecord<byte[], byte[]> recordOf(int bytes) {
    return Records.of(0, new byte[bytes]);
  }
}
