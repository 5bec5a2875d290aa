package dev.swarmworker.llm;

import dev.swarmworker.agent.Agent;
import dev.swarmworker.llm.Call.Message;
import dev.swarmworker.llm.Call.Role;
import dev.swarmworker.local.FakeAnthropic;
import dev.swarmworker.loop.TaskLoop;
import io.quarkus.arc.Arc;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** A pool of its own against a fake of its own, with settings of its own. */
final class LlmFixture implements AutoCloseable {
  static final String KEY = "sk-test-0123456789abcdef";
  static final Duration LONG = Duration.ofSeconds(30);

  final FakeAnthropic fake;
  final PooledLlm llm;
  final List<String> exhausted = new CopyOnWriteArrayList<>();

  LlmFixture(String... settings) {
    this.fake = FakeAnthropic.start();
    Vertx vertx = Arc.container().instance(Vertx.class).get();
    this.llm =
        new PooledLlm(
            Configs.llm(startingWith("swarm.llm", settings)),
            Configs.pool(startingWith("swarm.pool", settings)),
            exhausted::add,
            vertx,
            Arc.container().instance(TaskLoop.class).get().context(),
            InstantSource.system());
  }

  private static String[] startingWith(String prefix, String... settings) {
    return Stream.iterate(0, i -> i < settings.length, i -> i + 2)
        .filter(i -> settings[i].startsWith(prefix))
        .flatMap(i -> Stream.of(settings[i], settings[i + 1]))
        .toArray(String[]::new);
  }

  Agent.Provider anthropic() {
    return new Agent.Provider(Agent.Protocol.ANTHROPIC, fake.baseUrl(), KEY);
  }

  Agent.Provider openAi() {
    return new Agent.Provider(Agent.Protocol.OPENAI, fake.baseUrl(), KEY);
  }

  /** An answer of at most 100 tokens: not streamed. */
  static Call plain(String text) {
    return new Call("claude-test", null, List.of(new Message(Role.USER, text)), 100, null);
  }

  /** An answer of up to 10,000 tokens: streamed. */
  static Call streamed(String text) {
    return new Call("claude-test", null, List.of(new Message(Role.USER, text)), 10_000, null);
  }

  CallOutcome call(Call call) throws InterruptedException {
    return llm.call(anthropic(), call, LONG);
  }

  CallOutcome call(String text) throws InterruptedException {
    return call(plain(text));
  }

  @Override
  public void close() {
    llm.close();
    fake.close();
  }
}
