package dev.swarmworker.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WindowTest {

  @Test
  void freshWindow_asksForAllPlacesOnce() {
    Window window = new Window(3, 100, 10);

    assertThat(window.ask()).isEqualTo(3);
    assertThat(window.ask()).isZero();
  }

  @Test
  void endOfAMessage_asksForOneMore() {
    Window window = new Window(2, 100, 10);
    window.ask();
    window.came(10);
    window.came(10);

    window.over(10);

    assertThat(window.ask()).isEqualTo(1);
  }

  @Test
  void bytesOverTheBound_askForNothing_untilSomeAreOver() {
    Window window = new Window(10, 100, 50);
    assertThat(window.ask()).isEqualTo(2);
    window.came(50);
    window.came(50);

    assertThat(window.ask()).isZero();
    assertThat(window.isOpen()).isFalse();
    window.over(50);
    assertThat(window.ask()).isEqualTo(1);
  }

  @Test
  void smallMessages_leaveRoomForMore() {
    Window window = new Window(10, 100, 50);
    window.ask();

    window.came(1);

    assertThat(window.ask()).as("99 bytes are room for one, and one is on its way").isZero();
    window.came(1);
    assertThat(window.ask()).isEqualTo(1);
  }

  @Test
  void messageLargerThanAll_isLetInAlone() {
    Window window = new Window(10, 100, 500);

    assertThat(window.ask()).isEqualTo(1);
    window.came(500);
    assertThat(window.ask()).isZero();
    window.over(500);
    assertThat(window.ask()).isEqualTo(1);
  }

  @Test
  void closed_asksForNothingMore() {
    Window window = new Window(2, 100, 10);

    window.close();

    assertThat(window.ask()).isZero();
    assertThat(window.isOpen()).isFalse();
  }

  /** true: a message comes, where one was asked for; false: the oldest is over. */
  @Property
  void heldAndAsked_neverExceedThePlaces(
      @ForAll @IntRange(min = 1, max = 20) int places, @ForAll List<Boolean> steps) {
    Window window = new Window(places, 50, 7);
    Deque<Integer> held = new ArrayDeque<>();
    int asked = window.ask();
    for (boolean comes : steps) {
      if (comes && asked > 0) {
        asked--;
        held.add(7);
        window.came(7);
      } else if (!comes && !held.isEmpty()) {
        window.over(held.remove());
      }
      asked += window.ask();
      assertThat(asked + held.size()).isLessThanOrEqualTo(places);
    }
    held.forEach(window::over);
    asked += window.ask();
    assertThat(asked).isEqualTo(Math.min(places, 7));
  }
}
