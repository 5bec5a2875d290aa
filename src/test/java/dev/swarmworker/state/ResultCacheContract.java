package dev.swarmworker.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.state.ResultCache.CacheToken;
import dev.swarmworker.state.ResultCache.Lookup;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link ResultCache} does. */
abstract class ResultCacheContract {

  static final Duration LONG = Duration.ofMinutes(10);
  static final Duration SHORT = Duration.ofMillis(400);
  static final byte[] ANSWER = "answer".getBytes(UTF_8);

  abstract ResultCache cache(Duration ttl, Duration lease, int maxEntries);

  abstract void letPass(Duration duration);

  private ResultCache cache() {
    return cache(LONG, LONG, 100);
  }

  @Test
  void firstLook_isMine_secondIsInFlight() {
    ResultCache cache = cache();
    mine(look(cache, "key"));

    assertThat(look(cache, "key"))
        .isInstanceOfSatisfying(
            Lookup.InFlight.class,
            inFlight -> assertThat(inFlight.remaining()).isBetween(LONG.minusMinutes(1), LONG));
    mine(look(cache, "other"));
  }

  @Test
  void lookRepeatedWithItsToken_isMineAsTheFirstTime() {
    // Given
    ResultCache cache = cache(LONG, SHORT.multipliedBy(2), 100);
    String token = cache.newToken();
    mine(cache.lookup("key", token));
    letPass(SHORT);

    // When: the reply was lost
    CacheToken again = mine(cache.lookup("key", token));

    // Then: it lasts its whole length again, against all others
    letPass(SHORT.plusMillis(50));
    assertThat(look(cache, "key")).isInstanceOf(Lookup.InFlight.class);
    assertThat(again.renew()).isTrue();
    again.put(ANSWER);
    assertThat(cache.lookup("key", token)).isInstanceOf(Lookup.Hit.class);
  }

  @Test
  void lookRepeatedAfterAnotherTookOver_isInFlight() {
    ResultCache cache = cache(LONG, SHORT.multipliedBy(2), 100);
    String token = cache.newToken();
    mine(cache.lookup("key", token));
    letPass(SHORT.multipliedBy(2));
    CacheToken next = mine(look(cache, "key"));

    assertThat(cache.lookup("key", token)).isInstanceOf(Lookup.InFlight.class);
    assertThat(next.renew()).isTrue();
  }

  @Test
  void answerPut_isAHitForAll() {
    ResultCache cache = cache();
    mine(look(cache, "key")).put(ANSWER);

    assertThat(look(cache, "key"))
        .isInstanceOfSatisfying(Lookup.Hit.class, hit -> assertThat(hit.value()).isEqualTo(ANSWER));
    assertThat(cache.stats()).isEqualTo(new MapStats(1, 1, 1, 0, 0));
  }

  @Test
  void abandoned_isTheNextOnes() {
    ResultCache cache = cache();
    try (CacheToken token = mine(look(cache, "key"))) {
      assertThat(token.renew()).isTrue();
    }

    mine(look(cache, "key"));
  }

  @Test
  void silentCaller_losesItsRight() {
    ResultCache cache = cache(LONG, SHORT, 100);
    CacheToken silent = mine(look(cache, "key"));
    letPass(SHORT);

    CacheToken next = mine(look(cache, "key"));

    assertThat(silent.renew()).isFalse();
    silent.abandon();
    assertThat(next.renew()).isTrue();
  }

  @Test
  void answerOfOneWhoLostItsRight_stillServes() {
    ResultCache cache = cache(LONG, SHORT, 100);
    CacheToken silent = mine(look(cache, "key"));
    letPass(SHORT);
    CacheToken next = mine(look(cache, "key"));

    silent.put(ANSWER);

    assertThat(look(cache, "key")).isInstanceOf(Lookup.Hit.class);
    assertThat(next.renew()).isTrue();
  }

  @Test
  void renewedRight_lasts() {
    ResultCache cache = cache(LONG, SHORT.multipliedBy(2), 100);
    CacheToken token = mine(look(cache, "key"));
    letPass(SHORT);
    assertThat(token.renew()).isTrue();
    letPass(SHORT.plusMillis(50));

    assertThat(look(cache, "key")).isInstanceOf(Lookup.InFlight.class);
  }

  @Test
  void answerPastItsTtl_isGone() {
    ResultCache cache = cache(SHORT, LONG, 100);
    mine(look(cache, "key")).put(ANSWER);
    letPass(SHORT);

    mine(look(cache, "key"));
  }

  @Test
  void beyondMaximum_leastRecentlyUsedGoes() {
    ResultCache cache = cache(LONG, LONG, 2);
    mine(look(cache, "a")).put(ANSWER);
    mine(look(cache, "b")).put(ANSWER);
    look(cache, "a");
    mine(look(cache, "c")).put(ANSWER);

    assertThat(look(cache, "a")).isInstanceOf(Lookup.Hit.class);
    assertThat(look(cache, "c")).isInstanceOf(Lookup.Hit.class);
    mine(look(cache, "b"));
    assertThat(cache.stats().size()).isEqualTo(2);
    assertThat(cache.stats().evictions()).isEqualTo(1);
  }

  @Test
  void manyLookAtOnce_oneMakesTheCall() throws Exception {
    ResultCache cache = cache();
    int threads = 50;
    CyclicBarrier together = new CyclicBarrier(threads);
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Lookup>> lookups =
          IntStream.range(0, threads)
              .mapToObj(
                  i ->
                      executor.submit(
                          () -> {
                            together.await();
                            return look(cache, "key");
                          }))
              .toList();
      int mine = 0;
      for (Future<Lookup> lookup : lookups) {
        mine += lookup.get() instanceof Lookup.Mine ? 1 : 0;
      }
      assertThat(mine).isEqualTo(1);
    }
  }

  /** A look by one who has not looked before. */
  static Lookup look(ResultCache cache, String key) {
    return cache.lookup(key, cache.newToken());
  }

  static CacheToken mine(Lookup lookup) {
    assertThat(lookup).isInstanceOf(Lookup.Mine.class);
    return ((Lookup.Mine) lookup).token();
  }
}
