package dev.swarmworker.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.swarmworker.history.CircularBuffer.Slice;
import dev.swarmworker.history.CircularBuffer.Stats;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CircularBufferTest {

  private static CircularBuffer<String> filled(int capacity, int written) {
    CircularBuffer<String> buffer = new CircularBuffer<>(capacity);
    for (int i = 1; i <= written; i++) {
      assertThat(buffer.append("v" + i)).isEqualTo(i);
    }
    return buffer;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void noCapacity_isRefused(int capacity) {
    assertThatThrownBy(() -> new CircularBuffer<>(capacity))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(String.valueOf(capacity));
    assertThatThrownBy(() -> filled(3, 1).resize(capacity))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void empty_hasNothing() {
    CircularBuffer<String> buffer = new CircularBuffer<>(3);

    assertThat(buffer.snapshot()).isEmpty();
    assertThat(buffer.after(0, 5)).isEqualTo(new Slice<>(List.of(), 0, 0));
    assertThat(buffer.stats()).isEqualTo(new Stats(3, 0, 0, 0));
  }

  @Test
  void full_overwritesTheOldest() {
    CircularBuffer<String> buffer = filled(3, 5);

    assertThat(buffer.snapshot()).containsExactly("v3", "v4", "v5");
    assertThat(buffer.stats()).isEqualTo(new Stats(3, 3, 5, 2));
  }

  @Test
  void recent_givesTheNewestOldestFirst() {
    assertThat(filled(10, 5).recent(2)).containsExactly("v4", "v5");
    assertThat(filled(10, 5).recent(0)).isEmpty();
    assertThat(filled(10, 5).recent(-1)).isEmpty();
    assertThat(filled(10, 5).recent(99)).hasSize(5);
  }

  @Test
  void valueThatKnowsItsNumber_isGivenTheOneReturned() {
    CircularBuffer<Long> buffer = new CircularBuffer<>(3);

    long seq = buffer.append(number -> number);

    assertThat(buffer.snapshot()).containsExactly(seq);
  }

  @Test
  void after_goesOnFromTheCursor() {
    CircularBuffer<String> buffer = filled(10, 5);

    assertThat(buffer.after(2, 2)).isEqualTo(new Slice<>(List.of("v3", "v4"), 0, 4));
    assertThat(buffer.after(4, 2)).isEqualTo(new Slice<>(List.of("v5"), 0, 5));
    assertThat(buffer.after(5, 2)).isEqualTo(new Slice<>(List.of(), 0, 5));
  }

  @Test
  void lappedCursor_learnsHowManyItMissed() {
    assertThat(filled(3, 10).after(2, 2)).isEqualTo(new Slice<>(List.of("v8", "v9"), 5, 9));
  }

  @Test
  void cursorFromTheFuture_countsAsTheNewest() {
    CircularBuffer<String> buffer = filled(3, 2);

    Slice<String> slice = buffer.after(Long.MAX_VALUE, 5);
    buffer.append("v3");

    assertThat(slice).isEqualTo(new Slice<>(List.of(), 0, 2));
    assertThat(buffer.after(slice.cursor(), 5).values()).containsExactly("v3");
  }

  @Test
  void estimate_growsWithTheValues() {
    CircularBuffer<String> buffer = filled(100, 10);

    assertThat(buffer.estimatedBytes(value -> 1_000)).isEqualTo(100 * 4 + 10 * 1_024);
  }

  /** Positive: so many appends; negative: a resize to that. */
  @Property
  void anyAppendsAndResizes_areAsInAList(
      @ForAll @Size(max = 40) List<@IntRange(min = -12, max = 12) Integer> steps,
      @ForAll @IntRange(min = 1, max = 12) int firstCapacity,
      @ForAll @IntRange(max = 60) int cursor,
      @ForAll @IntRange(min = 1, max = 20) int max) {
    CircularBuffer<Long> buffer = new CircularBuffer<>(firstCapacity);
    List<Long> model = new ArrayList<>();
    int capacity = firstCapacity;
    long written = 0;
    for (int step : steps) {
      if (step < 0) {
        capacity = -step;
        buffer.resize(capacity);
      }
      for (int i = 0; i < step; i++) {
        written++;
        assertThat(buffer.append(seq -> seq)).isEqualTo(written);
        model.add(written);
      }
      model = new ArrayList<>(model.subList(Math.max(0, model.size() - capacity), model.size()));

      assertThat(buffer.snapshot()).isEqualTo(model);
      assertThat(buffer.recent(max))
          .isEqualTo(model.subList(Math.max(0, model.size() - max), model.size()));
      assertThat(buffer.stats())
          .isEqualTo(new Stats(capacity, model.size(), written, written - model.size()));
    }

    long from = Math.min(cursor, written);
    List<Long> behind = model.stream().filter(seq -> seq > from).toList();
    List<Long> expected = behind.subList(0, Math.min(max, behind.size()));
    long missed = expected.isEmpty() ? 0 : expected.getFirst() - from - 1;
    assertThat(buffer.after(cursor, max))
        .isEqualTo(new Slice<>(expected, missed, expected.isEmpty() ? from : expected.getLast()));
  }
}
