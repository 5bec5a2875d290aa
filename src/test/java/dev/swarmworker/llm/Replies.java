package dev.swarmworker.llm;

import java.util.List;

/** Responses as the providers send them. */
final class Replies {

  static final String MESSAGE =
      """
      {"id":"msg_1","type":"message","role":"assistant","model":"claude-x",
       "content":[{"type":"thinking","thinking":"hm"},{"type":"text","text":"Hello"}],
       "stop_reason":"end_turn","stop_sequence":null,
       "usage":{"input_tokens":10,"output_tokens":11,"cache_read_input_tokens":3,
                "cache_creation_input_tokens":4}}""";

  static final String EVENTS =
      """
      event: message_start
      data: {"type":"message_start","message":{"model":"claude-x","usage":{"input_tokens":10,"output_tokens":1}}}

      : a comment

      event: content_block_start
      data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

      data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hel"}}

      data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"lo"}}

      data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":11}}

      data: {"type":"message_stop"}

      """;

  static final String COMPLETION =
      """
      {"id":"c-1","object":"chat.completion","model":"gpt-x",
       "choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},
                   "finish_reason":"stop"}],
       "usage":{"prompt_tokens":10,"completion_tokens":11,"total_tokens":21,
                "prompt_tokens_details":{"cached_tokens":4}}}""";

  static final String CHUNKS =
      """
      data: {"model":"gpt-x","choices":[{"delta":{"role":"assistant","content":""}}]}

      data: {"model":"gpt-x","choices":[{"delta":{"content":"Hel"}}]}

      data: {"choices":[{"delta":{"content":"lo"},"finish_reason":"stop"}]}

      data: {"choices":[],"usage":{"prompt_tokens":10,"completion_tokens":11}}

      data: [DONE]

      """;

  static final String ERROR =
      "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}";

  static final List<String> ALL =
      List.of(MESSAGE, EVENTS, COMPLETION, CHUNKS, ERROR, "data: " + ERROR + "\n\n");

  /** Each with an {@code @} where something may stand many times. */
  static final List<String> AROUND =
      List.of(
          "@",
          "data: @\n\n",
          "data: {\"type\":\"x\",\"y\":[@0]}\n\n",
          "data: {\"type\":\"content_block_delta\",\"delta\":{\"text\":\"@\"}}\n\n",
          "data: {\"choices\":[{\"delta\":{\"content\":\"@\"}}]}\n\ndata: [DONE]\n\n",
          MESSAGE.replace("Hello", "@"),
          MESSAGE.replace("\"end_turn\"", "[@0]"),
          MESSAGE.replace("{\"type\":\"text\"", "@{\"type\":\"text\""),
          COMPLETION.replace("Hello", "@"),
          COMPLETION.replace("\"stop\"", "\"@\""),
          COMPLETION.replace("{\"index\":0", "@{\"index\":0"),
          ERROR.replace("Overloaded", "@"));

  private Replies() {}
}
