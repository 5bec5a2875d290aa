package dev.swarmworker.result;

import dev.swarmworker.Measured;
import dev.swarmworker.task.Result;
import dev.swarmworker.task.Status;
import dev.swarmworker.task.TaskId;
import dev.swarmworker.task.TokenUsage;
import java.time.Duration;
import java.time.Instant;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** A result becomes the bytes that are stored and published. */
public class EncodingBenchmark extends Measured {

  /** Size of the output. */
  @Param({"1", "10", "100"})
  int kib;

  private Result result;

  @Setup
  public void answer() {
    String line = "Here is a line of the answer, with a \"quote\".\n";
    result =
        new Result(
            new TaskId("task-1"),
            Status.COMPLETED,
            "coder",
            "claude-sonnet-4-5",
            line.repeat(kib * 1024 / line.length() + 1).substring(0, kib * 1024),
            null,
            null,
            new TokenUsage(1_000, 2_000, 0, 0),
            Duration.ofSeconds(20),
            1,
            false,
            "end_turn",
            "req-1",
            "worker-1",
            Instant.parse("2026-01-01T00:00:00Z"));
  }

  @Benchmark
  public byte[] encode() {
    return ResultJson.encode(result);
  }
}
