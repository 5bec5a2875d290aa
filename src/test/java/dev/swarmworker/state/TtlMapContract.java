package dev.swarmworker.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.swarmworker.state.TtlMap.Retention;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link TtlMap} does. */
abstract class TtlMapContract {

  static final Duration LONG = Duration.ofMinutes(10);
  static final Duration SHORT = Duration.ofMillis(400);

  /** A new, empty map. */
  abstract TtlMap map(Duration ttl, int maxEntries);

  abstract void letPass(Duration duration);

  @Test
  void absentKey_isNowhere() {
    TtlMap map = map(LONG, 10);

    assertThat(map.get("a")).isEmpty();
    assertThat(map.has("a")).isFalse();
    assertThat(map.delete("a")).isFalse();
    assertThat(map.touch("a")).isFalse();
    assertThat(map.remainingTtl("a")).isEmpty();
    assertThat(map.size()).isZero();
  }

  @Test
  void setValue_isGivenBackByteForByte() {
    TtlMap map = map(LONG, 10);
    byte[] bytes = new byte[256];
    IntStream.range(0, 256).forEach(i -> bytes[i] = (byte) i);

    map.set("a", bytes, Retention.KEPT);
    map.set("empty", new byte[0], Retention.KEPT);

    assertThat(map.get("a")).contains(bytes);
    assertThat(map.get("empty")).contains(new byte[0]);
    assertThat(map.has("a")).isTrue();
    assertThat(map.size()).isEqualTo(2);
  }

  @Test
  void setAgain_replacesValueAndCountsOnce() {
    TtlMap map = map(LONG, 10);

    map.set("a", bytes("1"), Retention.KEPT);
    map.set("a", bytes("2"), Retention.EVICTABLE);

    assertThat(map.get("a")).contains(bytes("2"));
    assertThat(map.size()).isEqualTo(1);
  }

  @Test
  void deleted_isGoneAndNoExpiration() {
    TtlMap map = map(LONG, 10);
    map.set("a", bytes("1"), Retention.EVICTABLE);

    assertThat(map.delete("a")).isTrue();

    assertThat(map.get("a")).isEmpty();
    assertThat(map.stats()).isEqualTo(new MapStats(0, 0, 1, 0, 0));
  }

  @Test
  void beyondMaximum_leastRecentlyUsedGoes() {
    TtlMap map = map(LONG, 3);
    List.of("a", "b", "c").forEach(key -> map.set(key, bytes(key), Retention.EVICTABLE));
    map.get("a");
    map.has("b");

    map.set("d", bytes("d"), Retention.EVICTABLE);

    assertThat(keysOf(map)).containsExactlyInAnyOrder("a", "c", "d");
    assertThat(map.stats().evictions()).isEqualTo(1);
  }

  @Test
  void touched_isTheMostRecentlyUsed_andNoLook() {
    TtlMap map = map(LONG, 2);
    List.of("a", "b").forEach(key -> map.set(key, bytes(key), Retention.EVICTABLE));
    map.touch("a");

    map.set("c", bytes("c"), Retention.EVICTABLE);

    assertThat(keysOf(map)).containsExactlyInAnyOrder("a", "c");
    assertThat(map.stats()).isEqualTo(new MapStats(2, 0, 0, 1, 0));
  }

  @Test
  void beyondMaximum_keptEntriesStay() {
    TtlMap map = map(LONG, 2);
    List.of("a", "b", "c").forEach(key -> map.set(key, bytes(key), Retention.KEPT));
    assertThat(map.size()).isEqualTo(3);

    map.set("d", bytes("d"), Retention.EVICTABLE);

    assertThat(keysOf(map)).containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  void keptThatBecomesEvictable_mayGo() {
    TtlMap map = map(LONG, 1);
    map.set("a", bytes("1"), Retention.KEPT);
    map.set("a", bytes("2"), Retention.EVICTABLE);

    map.set("b", bytes("b"), Retention.KEPT);

    assertThat(keysOf(map)).containsExactly("b");
  }

  @Test
  void ttlEnded_entryIsGoneAndToldOnce() {
    TtlMap map = map(SHORT, 10);
    List<String> told = new ArrayList<>();
    map.onExpiry(told::add);
    map.set("a", bytes("1"), Retention.KEPT);
    map.set("b", bytes("1"), Retention.EVICTABLE);

    letPass(SHORT);

    assertThat(map.get("a")).isEmpty();
    assertThat(map.has("b")).isFalse();
    assertThat(map.size()).isZero();
    map.sweep();
    map.sweep();
    assertThat(told).containsExactlyInAnyOrder("a", "b");
    assertThat(map.stats().expirations()).isEqualTo(2);
  }

  @Test
  void setAfterItExpired_isANewEntry() {
    TtlMap map = map(SHORT, 10);
    List<String> told = new ArrayList<>();
    map.onExpiry(told::add);
    map.set("a", bytes("1"), Retention.KEPT);
    letPass(SHORT);

    map.set("a", bytes("2"), Retention.KEPT);

    assertThat(map.get("a")).contains(bytes("2"));
    assertThat(told).containsExactly("a");
  }

  @Test
  void get_doesNotProlongTheTtl() {
    TtlMap map = map(SHORT, 10);
    map.set("read", bytes("1"), Retention.KEPT);
    letPass(SHORT.dividedBy(2));

    map.get("read");

    assertThat(map.remainingTtl("read").orElse(Duration.ZERO))
        .isBetween(Duration.ZERO, SHORT.dividedBy(2));
  }

  @Test
  void touch_givesTheWholeTtlAgain() {
    TtlMap map = map(SHORT, 10);
    map.set("a", bytes("1"), Retention.KEPT);
    letPass(SHORT.dividedBy(2));

    assertThat(map.touch("a")).isTrue();

    assertThat(map.remainingTtl("a").orElseThrow())
        .isBetween(SHORT.dividedBy(2).plusMillis(1), SHORT);
    assertThat(map.get("a")).contains(bytes("1"));
  }

  @Test
  void touchedAfterItExpired_isNoEntry() {
    TtlMap map = map(SHORT, 10);
    map.set("a", bytes("1"), Retention.KEPT);
    letPass(SHORT);

    assertThat(map.touch("a")).isFalse();

    assertThat(map.size()).isZero();
  }

  @Test
  void pages_giveEveryEntryWithItsTtl() {
    TtlMap map = map(LONG, 1000);
    List<String> keys = IntStream.range(0, 300).mapToObj(i -> "key-" + i).toList();
    keys.forEach(key -> map.set(key, bytes(key), Retention.EVICTABLE));

    assertThat(keysOf(map)).containsExactlyInAnyOrderElementsOf(keys);
    assertThat(map.entries(null, 10).entries())
        .isNotEmpty()
        .allSatisfy(
            entry -> {
              assertThat(entry.remainingTtl()).isBetween(LONG.minusMinutes(1), LONG);
              assertThat(entry.bytes()).isEqualTo(entry.key().length());
            });
  }

  @Test
  void pagesOfAMapThatChanges_giveEveryEntryThatWasThereAllTheTime() {
    // Given
    TtlMap map = map(LONG, 10_000);
    List<String> staying = IntStream.range(0, 300).mapToObj(i -> "stays-" + i).toList();
    List<String> going = IntStream.range(0, 300).mapToObj(i -> "goes-" + i).toList();
    for (int i = 0; i < 300; i++) {
      map.set(going.get(i), bytes("g"), Retention.EVICTABLE);
      map.set(staying.get(i), bytes("s"), Retention.EVICTABLE);
    }

    // When what has been given goes, more comes, and one is replaced, between any two pages
    Set<String> given = new HashSet<>();
    @Nullable String cursor = null;
    int pages = 0;
    do {
      TtlMap.Page page = map.entries(cursor, 20);
      page.entries().forEach(entry -> given.add(entry.key()));
      given.stream().filter(going::contains).forEach(map::delete);
      map.set("comes-" + pages, bytes("c"), Retention.EVICTABLE);
      map.set(staying.get(pages % 300), bytes("s"), Retention.EVICTABLE);
      cursor = page.next();
      pages++;
    } while (cursor != null);

    // Then
    assertThat(given).containsAll(staying);
    assertThat(pages).isGreaterThan(5);
  }

  @Test
  void whatIsNoCursor_isRefused() {
    assertThatThrownBy(() -> map(LONG, 10).entries("no cursor!", 10))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void looks_areCounted() {
    TtlMap map = map(LONG, 10);
    map.set("a", bytes("1"), Retention.KEPT);

    map.get("a");
    map.get("a");
    map.get("b");
    map.has("c");

    assertThat(map.stats()).isEqualTo(new MapStats(1, 2, 1, 0, 0));
    assertThat(map.stats().hitRate()).isEqualTo(2.0 / 3);
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  /** Keys over all pages, each once: Redis may repeat one while it grows its tables. */
  static List<String> keysOf(TtlMap map) {
    List<String> keys = new ArrayList<>();
    @Nullable String cursor = null;
    do {
      TtlMap.Page page = map.entries(cursor, 20);
      page.entries().forEach(entry -> keys.add(entry.key()));
      cursor = page.next();
    } while (cursor != null);
    return keys.stream().distinct().toList();
  }
}
