package dev.swarmworker.llm;

import dev.swarmworker.Measured;
import dev.swarmworker.agent.Demand;
import dev.swarmworker.llm.Call.Message;
import dev.swarmworker.llm.Call.Role;
import java.util.List;
import java.util.Set;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** The name of a question in the result cache. */
public class CacheKeyBenchmark extends Measured {

  private static final Demand DEMAND = new Demand(Set.of("code-review"), null, List.of(), Set.of());

  /** Size of the prompt. */
  @Param({"1", "10", "100"})
  int kib;

  private Question question;

  @Setup
  public void ask() {
    Message message = new Message(Role.USER, "x".repeat(kib * 1024));
    question = new Question("claude-sonnet-4-5", "Be brief.", List.of(message), 4096, 0.5);
  }

  @Benchmark
  public CacheKey key() {
    return CacheKey.of("0123456789abcdef", "default", DEMAND, question);
  }
}
