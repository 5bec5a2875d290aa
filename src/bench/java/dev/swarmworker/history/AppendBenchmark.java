package dev.swarmworker.history;

import dev.swarmworker.Measured;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One writer appends events as fast as it can, while readers follow. The time by the clock is the
 * writer's alone; the processor's time has the readers' share in it.
 */
public class AppendBenchmark extends Measured {

  @Param({"0", "1", "4"})
  int readers;

  private final EventHistory history = new EventHistory("worker-1", InstantSource.system(), 1_000);
  private final List<Thread> threads = new ArrayList<>();

  @Setup(Level.Trial)
  public void startReaders() {
    for (int i = 0; i < readers; i++) {
      threads.add(Thread.ofPlatform().start(this::follow));
    }
  }

  private void follow() {
    EventReader reader = history.reader(0);
    try {
      while (true) {
        reader.take(100, Duration.ofSeconds(1));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the end of the trial
    }
  }

  @TearDown(Level.Trial)
  public void stopReaders() {
    threads.forEach(Thread::interrupt);
  }

  @Benchmark
  public void append() {
    history.append(EventType.TASK_STARTED, "task-1", "coder", 1, null);
  }
}
