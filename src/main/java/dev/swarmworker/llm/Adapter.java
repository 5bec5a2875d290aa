package dev.swarmworker.llm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.swarmworker.agent.Agent;
import dev.swarmworker.task.Answer;
import io.vertx.core.MultiMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One provider's words: its paths, its headers, its JSON. Stateless; safe for many threads. */
sealed interface Adapter permits AnthropicAdapter, OpenAiAdapter {

  static Adapter of(Agent.Protocol protocol) {
    return switch (protocol) {
      case ANTHROPIC -> new AnthropicAdapter();
      case OPENAI -> new OpenAiAdapter();
    };
  }

  /** Where calls go to, below the base URL. */
  String path();

  /** Adds the headers that say who calls, in which version of the API. */
  void authorize(MultiMap headers, String apiKey);

  /** The request's body. */
  byte[] body(Call call, boolean streamed);

  /** The answer in a whole response, or nothing where it has another shape. */
  Optional<Answer> answer(JsonNode body, String model, @Nullable String requestId);

  /** The error in a response's body, or {@link ProviderError#NONE}. */
  ProviderError error(JsonNode body);

  /** Adds what an event of a stream says. An event that means nothing is passed over. */
  void event(SseParser.Event event, StreamedAnswer answer);

  /** Header with the provider's id of a call. */
  String requestIdHeader();
}
