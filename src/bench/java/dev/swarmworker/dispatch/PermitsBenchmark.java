package dev.swarmworker.dispatch;

import dev.swarmworker.Measured;
import dev.swarmworker.task.Priority;
import java.time.Duration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Threads;

/** Takes a permit and gives it back; on virtual threads, as tasks do. */
@Fork(value = 1, jvmArgsAppend = "-Djmh.executor=VIRTUAL")
public class PermitsBenchmark extends Measured {

  private final Permits permits = new Permits(10, Duration.ofSeconds(10), System::nanoTime);

  /** Nobody else wants one. */
  @Benchmark
  public boolean alone() throws InterruptedException {
    return takeAndGiveBack();
  }

  /** 40 tasks, 10 permits, nothing done meanwhile: most of them wait, each is handed one. */
  @Benchmark
  @Threads(40)
  public boolean fourTimesTooMany() throws InterruptedException {
    return takeAndGiveBack();
  }

  private boolean takeAndGiveBack() throws InterruptedException {
    switch (permits.acquire(Priority.NORMAL)) {
      case Permit permit -> {
        permit.close();
        return true;
      }
      case Admission.Refusal refusal -> throw new IllegalStateException(refusal.name());
    }
  }
}
