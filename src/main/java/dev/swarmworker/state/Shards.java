package dev.swarmworker.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.swarmworker.task.TaskId;
import java.util.zip.CRC32;

/**
 * Names of Redis keys. Entries are spread over a fixed number of shards; all keys of a shard carry
 * its number as their hash tag, so that one script may touch an entry together with the shard's
 * indexes on a cluster as well.
 *
 * <p>The number is part of the format: with another one, what is stored is not found any more.
 *
 * @param name of the whole, for instance {@code task}
 * @param count how many shards
 */
record Shards(String name, int count) {

  /** Tasks, by id. */
  static final Shards TASKS = new Shards("task", 64);

  /** Answers: few enough for one shard, so that its order of use is exact. */
  static final Shards CACHE = new Shards("cache", 1);

  /** The shard of a key, the same for every worker of every version. */
  int of(String key) {
    CRC32 crc = new CRC32();
    crc.update(key.getBytes(UTF_8));
    return (int) (crc.getValue() % count);
  }

  int of(TaskId id) {
    return of(id.value());
  }

  String entry(String key) {
    return keyed("", key);
  }

  String entry(TaskId id) {
    return entry(id.value());
  }

  /** Who is making the call that an entry is to hold the answer of. */
  String inFlight(String key) {
    return keyed("-call", key);
  }

  /** Entries by the time at which they expire. */
  String expiries(int shard) {
    return sharded("-expiry", shard);
  }

  /** Evictable entries by their last use. */
  String uses(int shard) {
    return sharded("-use", shard);
  }

  private String keyed(String part, String key) {
    return sharded(part, of(key)) + ":" + key;
  }

  private String sharded(String part, int shard) {
    return "swarm:" + name + part + ":{" + name + shard + "}";
  }
}
