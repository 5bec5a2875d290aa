package dev.swarmworker.llm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.llm.SseParser.Event;
import dev.swarmworker.task.TokenUsage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a stream's events add up to, in either provider's words. */
class AdapterStreamTest {

  private static StreamedAnswer read(Adapter adapter, String... data) {
    StreamedAnswer answer = new StreamedAnswer("asked-for", "req_1");
    Stream.of(data).forEach(json -> adapter.event(new Event("", json), answer));
    return answer;
  }

  @Test
  void anthropicCounts_areCumulativeAndKeepWhatIsLeftOut() {
    StreamedAnswer answer =
        read(
            new AnthropicAdapter(),
            """
            {"type":"message_start","message":{"model":"m-1","usage":{"input_tokens":10,
             "cache_read_input_tokens":3,"cache_creation_input_tokens":4,"output_tokens":1}}}""",
            """
            {"type":"content_block_delta","delta":{"type":"text_delta","text":"Hel"}}""",
            """
            {"type":"content_block_delta","delta":{"type":"thinking_delta","thinking":"no"}}""",
            """
            {"type":"content_block_delta","delta":{"type":"text_delta","text":"lo"}}""",
            """
            {"type":"message_delta","delta":{"stop_reason":"max_tokens"},
             "usage":{"output_tokens":25}}""",
            """
            {"type":"message_stop"}""");

    assertThat(answer.hasEnded()).isTrue();
    assertThat(answer.answer().text()).isEqualTo("Hello");
    assertThat(answer.answer().model()).isEqualTo("m-1");
    assertThat(answer.answer().stopReason()).isEqualTo("max_tokens");
    assertThat(answer.answer().usage()).isEqualTo(new TokenUsage(10, 25, 3, 4));
  }

  @Test
  void openAiCounts_areTakenApartAsOurs() {
    StreamedAnswer answer =
        read(
            new OpenAiAdapter(),
            """
            {"model":"m-1","choices":[{"delta":{"role":"assistant","content":null}}]}""",
            """
            {"choices":[{"delta":{"content":"Hi"}}]}""",
            """
            {"choices":[{"delta":{},"finish_reason":"length"}]}""",
            """
            {"choices":[],"usage":{"prompt_tokens":10,"completion_tokens":2,
             "prompt_tokens_details":{"cached_tokens":4}}}""",
            "[DONE]");

    assertThat(answer.hasEnded()).isTrue();
    assertThat(answer.answer().text()).isEqualTo("Hi");
    assertThat(answer.answer().stopReason()).isEqualTo("length");
    assertThat(answer.answer().usage()).isEqualTo(new TokenUsage(6, 2, 4, 0));
  }

  @Test
  void errorEvent_isKept() {
    String error =
        """
        {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""";

    assertThat(read(new AnthropicAdapter(), error).error())
        .contains(new ProviderError("overloaded_error", "Overloaded"));
    assertThat(read(new OpenAiAdapter(), "{\"error\":{\"message\":\"m\",\"code\":\"c\"}}").error())
        .contains(new ProviderError("c", "m"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "null", "[]", "7", "{\"type\":[]}", "{\"type\":\"new\"}", "{\"type\""})
  void eventWithoutMeaning_changesNothing(String data) {
    for (Adapter adapter : new Adapter[] {new AnthropicAdapter(), new OpenAiAdapter()}) {
      StreamedAnswer answer = read(adapter, data);

      assertThat(answer.answer()).isEqualTo(new StreamedAnswer("asked-for", "req_1").answer());
      assertThat(answer.hasEnded()).isFalse();
      assertThat(answer.error()).isEmpty();
    }
  }
}
