package dev.swarmworker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** A demand's own levels, kept up lazily, held against a plain search. */
class ManyTest {

  private static final int AGENTS = 400;
  private static final List<Integer> LEVELS = List.of(Levels.NOWHERE, 1, 2, 5, 63);

  private final int[] levelOf = new int[AGENTS];
  private final Levels all = new Levels();
  private final IndexSet members = new IndexSet();
  private final Pool.Many pool;

  ManyTest() {
    Arrays.fill(levelOf, Levels.NOWHERE);
    for (int number = 1; number < AGENTS; number += 2) {
      members.add(number);
    }
    pool = new Pool.Many(members, all, number -> levelOf[number]);
    // Every second agent is no member and better placed: the search among all is given up
    for (int number = 0; number < AGENTS; number++) {
      move(number, number % 2);
    }
  }

  private void move(int number, int to) {
    int from = levelOf[number];
    levelOf[number] = to;
    all.move(number, from, to);
    pool.moved(number, from, to);
  }

  @Property(tries = 200)
  void anyMoves_chooseTheBestByTurns(@ForAll long seed) {
    ManyTest run = new ManyTest();
    Random random = new Random(seed);
    int cursor = 0;
    for (int step = 0; step < 300; step++) {
      for (int moves = random.nextInt(step % 100 == 0 ? 2 * AGENTS : 8); moves > 0; moves--) {
        int number = 1 + 2 * random.nextInt(AGENTS / 2);
        run.move(number, LEVELS.get(random.nextInt(LEVELS.size())));
      }
      int excluded = random.nextInt(AGENTS);

      int chosen = run.pool.choose(0, number -> number != excluded);

      assertThat(chosen).isEqualTo(run.bestFrom(cursor, excluded));
      cursor = chosen == IndexSet.NONE ? cursor : chosen + 1;
    }
  }

  @Property(tries = 50)
  void anyMoves_whoIsPassedOverFirstIsStillFound(@ForAll long seed) {
    ManyTest run = new ManyTest();
    Random random = new Random(seed);
    for (int step = 0; step < 300; step++) {
      for (int number = 1; number < AGENTS; number += 2) {
        run.move(number, random.nextInt(50) == 0 ? 1 + random.nextInt(63) : Levels.NOWHERE);
      }

      int chosen = run.pool.choose(random.nextInt(100), _ -> true);

      assertThat(chosen == IndexSet.NONE).isEqualTo(run.bestFrom(0, -1) == IndexSet.NONE);
      assertThat(chosen == IndexSet.NONE || run.levelOf[chosen] != Levels.NOWHERE).isTrue();
    }
  }

  private int bestFrom(int cursor, int excluded) {
    int best = IndexSet.NONE;
    for (int i = 0; i < AGENTS; i++) {
      int number = (cursor + i) % AGENTS;
      boolean can = members.contains(number) && number != excluded;
      if (can
          && levelOf[number] != Levels.NOWHERE
          && (best == IndexSet.NONE || levelOf[number] < levelOf[best])) {
        best = number;
      }
    }
    return best;
  }
}
