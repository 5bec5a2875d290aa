package dev.swarmworker.intake;

import dev.swarmworker.Measured;
import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** A message becomes a task: strict UTF-8, JSON, every field checked. */
public class DecodingBenchmark extends Measured {

  private static final String TASK =
      """
      {"id":"task-1","type":"code-review","objective":"%s","input":{"lines":[1,2.5,null]},
       "context":{"previousResults":[{"output":"%s"}]},
       "requirements":{"capabilities":["coding","java"]},
       "constraints":{"deadline":"2026-11-23T12:00:00Z","timeoutAfter":1500,"maxTokens":4096},
       "metadata":{"model":"m","temperature":0.25},"priority":"high"}""";

  /** Size of the message. */
  @Param({"1", "10", "100"})
  int kib;

  private final TaskDecoder decoder = new TaskDecoder(1 << 20);
  private byte[] message;

  @Setup
  public void write() {
    String line = "Look at this line, and then at the next one. ";
    String half = line.repeat(kib * 1024 / 2 / line.length() + 1);
    String text = half.substring(0, (kib * 1024 - TASK.length()) / 2);
    message = TASK.formatted(text, text).getBytes(StandardCharsets.UTF_8);
    if (!(decoder.decode(message) instanceof Decoded.Valid)) {
      throw new IllegalStateException("the message is no task");
    }
  }

  @Benchmark
  public Object decode() {
    return decoder.decode(message);
  }
}
