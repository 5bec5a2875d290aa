package dev.swarmworker.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.swarmworker.task.TaskId;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PublishedTasksTest {

  @Test
  void addedIds_reachTheStoreInBatches() {
    TaskStore store = new InMemoryTaskStore(new ManualTime());
    try (PublishedTasks published = new PublishedTasks(store)) {
      ids(2_000).forEach(id -> complete(store, published, id));

      await().until(() -> store.stats().size() == 2_000);
    }
  }

  @Test
  void closed_tellsTheRest() {
    TaskStore store = new InMemoryTaskStore(new ManualTime());
    try (PublishedTasks published = new PublishedTasks(store)) {
      ids(600).forEach(id -> complete(store, published, id));
    }
    assertThat(store.stats().size()).isEqualTo(600);
  }

  @Test
  void storeAway_idsWaitUntilItIsBack() {
    try (RedisFixture redis = new RedisFixture("--appendonly", "yes");
        PublishedTasks published = new PublishedTasks(redis.tasks())) {
      // Given
      TaskStore store = redis.tasks();
      TaskId id = new TaskId("task");
      TaskStoreFixture.complete(store, id);
      redis.server.stop();
      // When
      assertThat(published.add(id)).isTrue();
      redis.server.restart();
      // Then
      await()
          .ignoreException(StateUnavailableException.class)
          .until(() -> store.stats().size() == 1);
    }
  }

  private static void complete(TaskStore store, PublishedTasks published, TaskId id) {
    TaskStoreFixture.complete(store, id);
    assertThat(published.add(id)).isTrue();
  }

  private static Stream<TaskId> ids(int count) {
    return IntStream.range(0, count).mapToObj(i -> new TaskId("task-" + i));
  }
}
