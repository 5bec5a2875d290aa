package dev.swarmworker.llm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.agent.Agent;
import dev.swarmworker.agent.Agent.Protocol;
import dev.swarmworker.llm.Call.Message;
import dev.swarmworker.llm.Call.Role;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CacheKeyTest {
  private static final Agent.Provider PROVIDER = provider("http://x", "k");

  private static Agent.Provider provider(String baseUrl, String key) {
    return new Agent.Provider(Protocol.ANTHROPIC, baseUrl, key);
  }

  private static Call call(String... texts) {
    List<Message> messages =
        List.of(texts).stream().map(text -> new Message(Role.USER, text)).toList();
    return new Call("m", null, messages, 10, null);
  }

  @Property
  void keysAreEqual_exactlyWhereCallsAre(@ForAll("calls") Call one, @ForAll("calls") Call other) {
    assertThat(CacheKey.of(PROVIDER, one).equals(CacheKey.of(PROVIDER, other)))
        .isEqualTo(one.equals(other));
  }

  /** From few values, so that equal and almost equal calls come up often. */
  @Provide
  Arbitrary<Call> calls() {
    Arbitrary<String> text = Arbitraries.of("", "a", "ab", "b", "USER", "1");
    Arbitrary<Message> message =
        Combinators.combine(Arbitraries.of(Role.class), text).as(Message::new);
    return Combinators.combine(
            text,
            text.injectNull(0.3),
            message.list().ofMaxSize(2),
            Arbitraries.of(1, 2),
            Arbitraries.of(0.0, 0.5).injectNull(0.3))
        .as(Call::new);
  }

  /**
   * claude-flow keys its cache by type, objective and metadata: tasks that differ in what earlier
   * ones said share an answer.
   */
  @Property
  void context_isPartOfTheKey_whichClaudeFlowForgets(
      @ForAll String objective, @ForAll String context, @ForAll String otherContext) {
    Call one = call(objective, context);
    Call other = call(objective, otherContext);

    assertThat(claudeFlowKey("code", objective, "{}"))
        .isEqualTo(claudeFlowKey("code", objective, "{}"));
    assertThat(CacheKey.of(PROVIDER, one).equals(CacheKey.of(PROVIDER, other)))
        .isEqualTo(context.equals(otherContext));
  }

  @Example
  void textsCutElsewhere_areDistinct_whichClaudeFlowConfuses() {
    assertThat(claudeFlowKey("code", "review-x", "{}"))
        .isEqualTo(claudeFlowKey("code-review", "x", "{}"));
    assertThat(CacheKey.of(PROVIDER, call("ab", "c")))
        .isNotEqualTo(CacheKey.of(PROVIDER, call("a", "bc")));
  }

  private static String claudeFlowKey(String type, String objective, String metadata) {
    return type + "-" + objective + "-" + metadata;
  }

  @Example
  void endpointCounts_andWhoPaysDoesNot() {
    CacheKey key = CacheKey.of(PROVIDER, call("x"));

    assertThat(CacheKey.of(provider("http://x/", "other"), call("x"))).isEqualTo(key);
    assertThat(CacheKey.of(provider("http://y", "k"), call("x"))).isNotEqualTo(key);
    assertThat(CacheKey.of(new Agent.Provider(Protocol.OPENAI, "http://x", "k"), call("x")))
        .isNotEqualTo(key);
    assertThat(key.value()).matches("[0-9a-f]{64}");
  }

  @Example
  void key_staysTheSameOverVersions() {
    assertThat(CacheKey.of(PROVIDER, call("x")).value())
        .isEqualTo("a10586767ace93845dbb5281de25ad12071ae65b66e959a5a57d1be39d6a3ad6");
  }
}
