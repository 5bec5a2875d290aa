package dev.swarmworker.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.state.TtlMap.Retention;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever is done to it, the map in Redis behaves as the simple one in the heap. */
class TtlMapModelTest {

  private static final Duration TTL = Duration.ofHours(1);

  /** A third of the TTL: an entry may be young, older, near its end, or over. */
  private static final Duration STEP = Duration.ofMinutes(20);

  private static final int MAX_ENTRIES = 4;

  private static RedisFixture redis;

  @BeforeContainer
  static void start() {
    redis = new RedisFixture();
  }

  @AfterContainer
  static void stop() {
    redis.close();
  }

  @Property(tries = 200)
  void anySteps_leaveTheSameAsInTheModel(@ForAll("steps") List<Step> steps) {
    redis.flush();
    ManualTime time = new ManualTime();
    TtlMap real = new RedisTtlMap(redis.commands, Shards.CACHE, TTL, MAX_ENTRIES);
    TtlMap model = new InMemoryTtlMap(time, TTL, MAX_ENTRIES);
    List<String> toldByReal = new ArrayList<>();
    List<String> toldByModel = new ArrayList<>();
    real.onExpiry(toldByReal::add);
    model.onExpiry(toldByModel::add);

    for (Step step : steps) {
      if (step.action() == Action.LET_PASS) {
        time.pass(STEP);
        redis.letPass(Shards.CACHE, STEP);
      }
      assertThat(step.on(real)).as("%s", step).isEqualTo(step.on(model));
    }

    assertThat(new HashSet<>(TtlMapContract.keysOf(real)))
        .isEqualTo(new HashSet<>(TtlMapContract.keysOf(model)));
    assertThat(real.stats()).isEqualTo(model.stats());
    assertThat(toldByReal).containsExactlyInAnyOrderElementsOf(toldByModel);
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Step> step =
        Combinators.combine(
                Arbitraries.of(Action.class), Arbitraries.of("a", "b", "c", "d", "e", "f", "g"))
            .as(Step::new);
    return step.list().ofMinSize(1).ofMaxSize(60);
  }

  enum Action {
    SET_KEPT,
    SET_EVICTABLE,
    GET,
    HAS,
    DELETE,
    TOUCH,
    REMAINING,
    SIZE,
    PAGES,
    SWEEP,
    LET_PASS
  }

  record Step(Action action, String key) {
    Object on(TtlMap map) {
      return switch (action) {
        case SET_KEPT -> set(map, Retention.KEPT);
        case SET_EVICTABLE -> set(map, Retention.EVICTABLE);
        case GET -> map.get(key).map(value -> new String(value, UTF_8)).orElse("none");
        case HAS -> map.has(key);
        case DELETE -> map.delete(key);
        case TOUCH -> map.touch(key);
        case REMAINING -> map.remainingTtl(key).map(Step::steps).orElse(0L);
        case SIZE -> map.size();
        case PAGES -> new HashSet<>(TtlMapContract.keysOf(map));
        case SWEEP -> swept(map);
        case LET_PASS -> "passed";
      };
    }

    /** Begun steps of time: all else that passes in Redis meanwhile is far less than one. */
    private static long steps(Duration remaining) {
      return Math.ceilDiv(remaining.toMillis(), STEP.toMillis());
    }

    private static Object swept(TtlMap map) {
      map.sweep();
      return "swept";
    }

    private Object set(TtlMap map, Retention retention) {
      map.set(key, TtlMapContract.bytes(key), retention);
      return "set";
    }
  }
}
