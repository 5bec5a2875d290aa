package dev.swarmworker.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.state.TaskStore.Claim;
import dev.swarmworker.task.Status;
import dev.swarmworker.task.TaskId;
import java.time.Duration;

/** A store to hold the contract against, and how its time passes. */
interface TaskStoreFixture {

  Duration TTL = Duration.ofMinutes(10);
  Duration LEASE = Duration.ofMinutes(1);
  Duration SHORT = Duration.ofMillis(400);

  TaskStore store(Duration ttl, Duration lease, int maxEntries);

  void letPass(Duration duration);

  /** A task that no other test knows. */
  TaskId id();

  default TaskStore store() {
    return store(TTL, LEASE, 1_000_000);
  }

  default TaskStore shortLease() {
    return store(TTL, SHORT, 1_000_000);
  }

  /** What is stored as a result. */
  static byte[] result() {
    return bytes("{\"taskId\":\"é\"}");
  }

  static void complete(TaskStore store, TaskId task) {
    assertThat(store.complete(granted(claim(store, task)), Status.COMPLETED, "a", 1, result()))
        .isTrue();
  }

  /** A claim by one who has not claimed before. */
  static Claim claim(TaskStore store, TaskId task) {
    return store.claim(task, null, store.newToken());
  }

  static Lease granted(Claim claim) {
    assertThat(claim).isInstanceOf(Claim.Granted.class);
    return ((Claim.Granted) claim).lease();
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
