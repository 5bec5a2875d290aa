package dev.swarmworker.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.monitor.RunningTasks.Running;
import dev.swarmworker.task.TaskId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RunningTasksTest {

  private static final TaskId FIRST = new TaskId("first");
  private static final TaskId SECOND = new TaskId("second");

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 500);
  private final RunningTasks running = new RunningTasks(now::get);

  @Test
  void longerThan_isWhatWasClaimedBefore_andHasNotLeft() {
    assertThat(running.longerThan(Duration.ZERO)).isEmpty();
    running.claimed(FIRST, 0);
    now.addAndGet(1000);
    running.claimed(SECOND, 0);
    now.addAndGet(10);

    assertThat(running.longerThan(Duration.ofNanos(9)))
        .containsExactlyInAnyOrder(
            new Running(FIRST, Duration.ofNanos(1010)), new Running(SECOND, Duration.ofNanos(10)));
    assertThat(running.longerThan(Duration.ofNanos(10)))
        .containsExactly(new Running(FIRST, Duration.ofNanos(1010)));
    running.leaseLost(FIRST);
    assertThat(running.longerThan(Duration.ofNanos(10))).isEmpty();
    running.leftToOthers(SECOND);
    assertThat(running.longerThan(Duration.ZERO)).isEmpty();
  }

  @Test
  void anotherDeliveryThatLeaves_leavesTheOwnerRunning() throws InterruptedException {
    running.claimed(FIRST, 0);

    Thread.ofVirtual().start(() -> running.leftToOthers(FIRST)).join();

    now.addAndGet(1);
    assertThat(running.longerThan(Duration.ZERO)).hasSize(1);
  }

  @Test
  void taskWhoseThreadDied_runsNoLonger() throws InterruptedException {
    Thread.ofVirtual().start(() -> running.claimed(FIRST, 0)).join();

    now.addAndGet(1);
    assertThat(running.longerThan(Duration.ZERO)).isEmpty();
  }
}
