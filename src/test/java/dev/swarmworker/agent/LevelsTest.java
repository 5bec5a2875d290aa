package dev.swarmworker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LevelsTest {

  private static final List<Integer> LEVELS = List.of(Levels.NOWHERE, 0, 1, 20, 62, 63);

  private final Levels levels = new Levels();

  private void put(int index, int level) {
    levels.move(index, Levels.NOWHERE, level);
  }

  private static IndexSet setOf(Iterable<Integer> members) {
    IndexSet set = new IndexSet();
    members.forEach(set::add);
    return set;
  }

  @Test
  void skip_passesOverOccupiedLevelsRoundAndRound() {
    put(1, 10);
    put(2, 20);
    put(3, 63);

    assertThat(List.of(chosen(0), chosen(1), chosen(2), chosen(3), chosen(4)))
        .containsExactly(1, 2, 3, 1, 2);
    assertThat(new Levels().choose(0, 5, (_, _) -> true)).isEqualTo(IndexSet.NONE);
  }

  private int chosen(int skip) {
    return levels.choose(0, skip, (_, _) -> true);
  }

  @Test
  void othersBetterPlaced_theSearchAmongMembersIsGivenUp() {
    IndexSet members = new IndexSet();
    for (int i = 0; i < 1_000; i++) {
      put(2 * i, 0);
      put(2 * i + 1, 1);
      members.add(2 * i + 1);
    }

    assertThat(levels.chooseAmong(members, 0, 500, 0, index -> true)).isEqualTo(Levels.UNKNOWN);
    assertThat(levels.within(members).choose(500, 0, (_, _) -> true)).isEqualTo(501);
  }

  @Test
  void checkMovesAllDown_theyAreFoundThereInTheSameSearch() {
    put(1, 20);
    put(2, 20);

    int found =
        levels.choose(
            0,
            0,
            (index, level) -> {
              if (level == 20) {
                levels.move(index, 20, 63);
              }
              return level == 63;
            });

    assertThat(found).isOne();
    assertThat(chosen(0)).isOne();
  }

  @Property
  void anyLevels_theLowestIsChosenNextToTheCursor(
      @ForAll @Size(max = 60) List<@IntRange(max = 5_000) Integer> placed,
      @ForAll @Size(max = 60) Set<@IntRange(max = 200) Integer> members,
      @ForAll @IntRange(max = 210) int cursor) {
    Map<Integer, Integer> levelOf = new HashMap<>();
    Levels tested = new Levels();
    for (int place : placed) {
      int index = place % 200;
      int level = LEVELS.get(place / 200 % LEVELS.size());
      tested.move(index, levelOf.getOrDefault(index, Levels.NOWHERE), level);
      levelOf.put(index, level);
    }

    int expected = IndexSet.NONE;
    int best = Levels.COUNT;
    for (int i = 0; i < 300; i++) {
      int index = (cursor + i) % 300;
      int level = levelOf.getOrDefault(index, Levels.NOWHERE);
      if (level != Levels.NOWHERE && members.contains(index) && index % 3 != 0 && level < best) {
        expected = index;
        best = level;
      }
    }

    assertThat(tested.within(setOf(members)).choose(cursor, 0, (index, _) -> index % 3 != 0))
        .isEqualTo(expected);
    assertThat(
            tested.chooseAmong(
                setOf(members),
                tested.within(setOf(members)).barren(),
                cursor,
                0,
                index -> index % 3 != 0))
        .isIn(expected, Levels.UNKNOWN);
    assertThat(tested.chooseAmong(setOf(members), 0, cursor, 0, index -> index % 3 != 0))
        .isIn(expected, Levels.UNKNOWN);
  }
}
