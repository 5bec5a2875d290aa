package dev.swarmworker.state;

import java.time.Duration;

class InMemoryResultCacheTest extends ResultCacheContract {

  private final ManualTime time = new ManualTime();

  @Override
  ResultCache cache(Duration ttl, Duration lease, int maxEntries) {
    return new InMemoryResultCache(time, ttl, lease, maxEntries);
  }

  @Override
  void letPass(Duration duration) {
    time.pass(duration);
  }
}
