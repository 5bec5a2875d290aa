package dev.swarmworker.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.BadRequestException;
import com.anthropic.errors.InternalServerException;
import com.anthropic.errors.RateLimitException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import dev.swarmworker.llm.Call.Role;
import dev.swarmworker.local.FakeAnthropic;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Anthropic's own client as the yardstick: for the fake, and for what we send. */
@QuarkusTest
class OfficialClientTest {
  private LlmFixture fixture;
  private AnthropicClient official;

  @BeforeEach
  void open() {
    fixture = new LlmFixture();
    official =
        AnthropicOkHttpClient.builder()
            .apiKey(LlmFixture.KEY)
            .baseUrl(fixture.fake.baseUrl())
            .maxRetries(0)
            .build();
  }

  @AfterEach
  void close() {
    official.close();
    fixture.close();
  }

  private static MessageCreateParams.Builder params(String text) {
    return MessageCreateParams.builder().model("claude-test").maxTokens(8000).addUserMessage(text);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void ourRequest_isTheirs(boolean streaming) throws Exception {
    // Given the same call
    int maxTokens = streaming ? 8000 : 100;
    Call call =
        new Call(
            "claude-test",
            "You are terse.",
            List.of(
                new Call.Message(Role.USER, "[fake id=ours] \"ä€𝄞\"\n"),
                new Call.Message(Role.ASSISTANT, "Previous results:\nnone"),
                new Call.Message(Role.USER, "Go on")),
            maxTokens,
            0.3);
    MessageCreateParams params =
        MessageCreateParams.builder()
            .model("claude-test")
            .maxTokens(maxTokens)
            .system("You are terse.")
            .addUserMessage("[fake id=theirs] \"ä€𝄞\"\n")
            .addAssistantMessage("Previous results:\nnone")
            .addUserMessage("Go on")
            .temperature(0.3)
            .build();

    // When both make it
    fixture.call(call);
    if (streaming) {
      try (StreamResponse<RawMessageStreamEvent> stream =
          official.messages().createStreaming(params)) {
        assertThat(stream.stream().count()).isPositive();
      }
    } else {
      official.messages().create(params);
    }

    // Then the provider cannot tell them apart
    FakeAnthropic.Received ours = fixture.fake.lastRequest("ours");
    FakeAnthropic.Received theirs = fixture.fake.lastRequest("theirs");
    assertThat(new JsonObject(ours.body()))
        .isEqualTo(new JsonObject(theirs.body().replace("id=theirs", "id=ours")));
    assertThat(required(ours)).isEqualTo(required(theirs)).hasSize(3);
  }

  private static Map<String, String> required(FakeAnthropic.Received request) {
    Map<String, String> headers = new TreeMap<>(request.headers());
    headers.keySet().retainAll(Set.of("x-api-key", "anthropic-version", "content-type"));
    headers.replaceAll((name, value) -> value.replaceFirst(";.*", ""));
    return headers;
  }

  @Test
  void theirClient_readsTheFakesAnswer() {
    Message message =
        official.messages().create(params("[fake output=\"forty two\"]").build()).validate();

    assertThat(message.content().getFirst().asText().text()).isEqualTo("forty two");
    assertThat(message.stopReason()).contains(StopReason.END_TURN);
    assertThat(message.usage().outputTokens()).isEqualTo(3);
  }

  @Test
  void theirClient_readsTheFakesStream() {
    MessageAccumulator accumulator = MessageAccumulator.create();
    try (StreamResponse<RawMessageStreamEvent> stream =
        official.messages().createStreaming(params("[fake size=5000]").build())) {
      stream.stream().map(RawMessageStreamEvent::validate).forEach(accumulator::accumulate);
    }

    Message message = accumulator.message();
    assertThat(message.content().getFirst().asText().text()).hasSize(5000);
    assertThat(message.usage().outputTokens()).isEqualTo(1250);
  }

  @Test
  void theirClient_readsTheFakesErrors() {
    assertThatThrownBy(() -> official.messages().create(params("[fake status=429]").build()))
        .isInstanceOf(RateLimitException.class)
        .hasMessageContaining("rate_limit_error");
    assertThatThrownBy(() -> official.messages().create(params("[fake status=529]").build()))
        .isInstanceOf(InternalServerException.class)
        .hasMessageContaining("overloaded_error");
    assertThatThrownBy(() -> official.messages().create(params("x").temperature(7.0).build()))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("temperature");
  }
}
