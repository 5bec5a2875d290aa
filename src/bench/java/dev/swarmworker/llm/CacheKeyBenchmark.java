package dev.swarmworker.llm;

import dev.swarmworker.Measured;
import dev.swarmworker.agent.Agent;
import dev.swarmworker.llm.Call.Message;
import dev.swarmworker.llm.Call.Role;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** The name of a call in the result cache. */
public class CacheKeyBenchmark extends Measured {

  private static final Agent.Provider PROVIDER =
      new Agent.Provider(Agent.Protocol.ANTHROPIC, "http://localhost", "none");

  /** Size of the prompt. */
  @Param({"1", "10", "100"})
  int kib;

  private Call call;

  @Setup
  public void ask() {
    Message message = new Message(Role.USER, "x".repeat(kib * 1024));
    call = new Call("claude-sonnet-4-5", "Be brief.", List.of(message), 4096, 0.5);
  }

  @Benchmark
  public CacheKey key() {
    return CacheKey.of(PROVIDER, call);
  }
}
