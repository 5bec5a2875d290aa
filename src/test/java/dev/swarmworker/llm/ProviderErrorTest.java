package dev.swarmworker.llm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.agent.Agent;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProviderErrorTest {
  private static final String PROMPT =
      "The merger of Acme and Initech is to be announced on Monday; draft the statement.";
  private static final Agent.Provider PROVIDER =
      new Agent.Provider(Agent.Protocol.ANTHROPIC, "http://x", "sk-secret");
  private static final Call CALL =
      new Call(
          "m",
          "A secret system prompt, quite long",
          List.of(new Call.Message(Call.Role.USER, PROMPT)),
          5,
          null);

  private static String described(String message) {
    return new ProviderError("some_error", message).describe(400, PROVIDER, CALL);
  }

  @Test
  void ordinaryMessage_isSaid() {
    assertThat(described("max_tokens: too\n many"))
        .isEqualTo("400 some_error: max_tokens: too many");
    assertThat(ProviderError.NONE.describe(500, PROVIDER, CALL)).isEqualTo("500");
  }

  @Test
  void longMessage_isCut() {
    assertThat(described("y".repeat(100_000))).hasSizeLessThan(350).endsWith("…");
  }

  @Test
  void messageThatQuotesTheRequest_isWithheld() {
    assertThat(described("invalid: '" + PROMPT + "'")).doesNotContain("Acme");
    assertThat(described("in: " + PROMPT.substring(10, 46))).doesNotContain("Acme");
    assertThat(described("x: A secret system prompt, quite long.")).doesNotContain("secret");
    assertThat(described("no such key: sk-secret")).doesNotContain("sk-secret");
  }
}
