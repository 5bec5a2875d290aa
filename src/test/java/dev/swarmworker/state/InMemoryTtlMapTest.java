package dev.swarmworker.state;

import java.time.Duration;

class InMemoryTtlMapTest extends TtlMapContract {

  private final ManualTime time = new ManualTime();

  @Override
  TtlMap map(Duration ttl, int maxEntries) {
    return new InMemoryTtlMap(time, ttl, maxEntries);
  }

  @Override
  void letPass(Duration duration) {
    time.pass(duration);
  }
}
