package dev.swarmworker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class IndexSetTest {

  private static IndexSet setOf(Iterable<Integer> members) {
    IndexSet set = new IndexSet();
    members.forEach(set::add);
    return set;
  }

  private static void assertSame(IndexSet set, Set<Integer> model) {
    assertThat(set.isEmpty()).isEqualTo(model.isEmpty());
    assertThat(set.size()).isEqualTo(model.size());
    TreeSet<Integer> members = new TreeSet<>();
    for (int i = set.next(0); i != IndexSet.NONE; i = set.next(i + 1)) {
      members.add(i);
    }
    assertThat(members).isEqualTo(model);
  }

  @Test
  void millionth_isFoundFromZero() {
    IndexSet set = setOf(List.of(999_999));

    assertThat(set.next(0)).isEqualTo(999_999);
    assertThat(set.next(999_999)).isEqualTo(999_999);
    assertThat(set.next(1_000_000)).isEqualTo(IndexSet.NONE);
    set.remove(999_999);
    assertThat(set.next(0)).isEqualTo(IndexSet.NONE);
    assertThat(set.isEmpty()).isTrue();
  }

  @Property
  void anyAddsAndRemoves_areAsInATreeSet(
      @ForAll @Size(max = 200) List<@IntRange(min = -300_000, max = 300_000) Integer> steps,
      @ForAll @IntRange(max = 300_001) int from) {
    IndexSet set = new IndexSet();
    TreeSet<Integer> model = new TreeSet<>();
    for (int step : steps) {
      // Close together and far apart; a negative step removes the one nearest
      int index = Math.abs(step) % (step % 3 == 0 ? 200 : 300_001);
      if (step < 0) {
        Integer nearest = model.ceiling(index);
        set.remove(nearest == null ? index : nearest);
        model.remove(nearest == null ? Integer.valueOf(index) : nearest);
      } else {
        set.add(index);
        model.add(index);
      }
      assertThat(set.contains(index)).isEqualTo(model.contains(index));
    }

    assertSame(set, model);
    Integer next = model.ceiling(from);
    assertThat(set.next(from)).isEqualTo(next == null ? IndexSet.NONE : next);
  }

  @Property
  void and_keepsThoseInBoth(
      @ForAll @Size(max = 100) List<@IntRange(max = 9_000) Integer> some,
      @ForAll @Size(max = 100) List<@IntRange(max = 500) Integer> others) {
    TreeSet<Integer> both = new TreeSet<>(some);
    both.retainAll(others);

    assertSame(setOf(some).and(setOf(others)), both);
    assertSame(setOf(others).and(setOf(some)), both);
  }
}
