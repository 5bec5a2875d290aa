package dev.swarmworker.state;

import java.time.Duration;

class InMemoryTaskStoreTest extends TaskStoreContract {

  private final ManualTime time = new ManualTime();

  @Override
  public TaskStore store(Duration ttl, Duration lease, int maxEntries) {
    return new InMemoryTaskStore(time, ttl, lease, maxEntries);
  }

  @Override
  public void letPass(Duration duration) {
    time.pass(duration);
  }
}
