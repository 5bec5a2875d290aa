package dev.swarmworker.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.monitor.SlowTasks.Change;
import dev.swarmworker.task.TaskId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SlowTasksTest {

  private static final TaskId FIRST = new TaskId("first");
  private static final TaskId SECOND = new TaskId("second");

  private final AtomicLong now = new AtomicLong();
  private final RunningTasks running = new RunningTasks(now::get);
  private final SlowTasks slow = new SlowTasks(running, Duration.ofSeconds(30));

  @Test
  void eachSlowTask_isToldOnce_alsoWhileAnotherIs() {
    running.claimed(FIRST, 0);
    pass(Duration.ofSeconds(20));
    running.claimed(SECOND, 0);
    pass(Duration.ofSeconds(10));
    assertThat(slow.look()).isEmpty();
    assertThat(slow.any()).isFalse();

    pass(Duration.ofSeconds(1));
    assertThat(slow.look()).containsExactly(raised(FIRST, 31_000));
    assertThat(slow.look()).isEmpty();

    pass(Duration.ofSeconds(20));
    assertThat(slow.look()).containsExactly(raised(SECOND, 31_000));
    assertThat(slow.look()).isEmpty();
    assertThat(slow.any()).isTrue();
  }

  @Test
  void slowTaskThatEnded_isToldOnce_andMayBecomeSlowAgain() {
    running.claimed(FIRST, 0);
    running.claimed(SECOND, 0);
    pass(Duration.ofSeconds(31));
    assertThat(slow.look()).hasSize(2);

    running.leaseLost(FIRST);
    assertThat(slow.look()).containsExactly(cleared(FIRST));
    assertThat(slow.look()).isEmpty();
    assertThat(slow.any()).isTrue();
    running.leaseLost(SECOND);
    assertThat(slow.look()).containsExactly(cleared(SECOND));
    assertThat(slow.any()).isFalse();

    running.claimed(FIRST, 1);
    pass(Duration.ofSeconds(31));
    assertThat(slow.look()).containsExactly(raised(FIRST, 31_000));
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private static Change raised(TaskId id, double millis) {
    return new Change(id, new Alert.Raised(AlertKind.SLOW_TASK, millis, 30_000));
  }

  private static Change cleared(TaskId id) {
    return new Change(id, new Alert.Cleared(AlertKind.SLOW_TASK, 0, 30_000));
  }
}
