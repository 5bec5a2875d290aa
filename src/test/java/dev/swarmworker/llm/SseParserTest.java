package dev.swarmworker.llm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.llm.SseParser.Event;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SseParserTest {

  @Example
  void event_endsWithABlankLine() {
    assertThat(parse("event: a\ndata: 1\n\ndata: 2\n")).containsExactly(new Event("a", "1"));
  }

  @Example
  void severalDataLines_areJoined() {
    assertThat(parse("data: 1\ndata:2\ndata\n\n")).containsExactly(new Event("", "1\n2\n"));
  }

  @Example
  void commentsAndOtherFields_meanNothing() {
    assertThat(parse(": hello\nid: 7\nretry: 10\nnonsense\n\n")).isEmpty();
  }

  @Example
  void anyLineEnd_isOne() {
    assertThat(parse("data: 1\r\n\r\ndata: 2\r\rdata: 3\n\n"))
        .containsExactly(new Event("", "1"), new Event("", "2"), new Event("", "3"));
  }

  @Property
  void anyCutting_givesTheSameEvents(
      @ForAll("streams") String stream,
      @ForAll List<@net.jqwik.api.constraints.IntRange(min = 1, max = 9) Integer> cuts) {
    byte[] bytes = stream.getBytes(UTF_8);
    List<Event> events = new ArrayList<>();
    SseParser parser = new SseParser(events::add);

    int from = 0;
    for (int cut : cuts) {
      int to = Math.min(bytes.length, from + cut);
      parser.feed(Buffer.buffer(Arrays.copyOfRange(bytes, from, to)));
      from = to;
    }
    parser.feed(Buffer.buffer(Arrays.copyOfRange(bytes, from, bytes.length)));

    assertThat(events).isEqualTo(parse(stream));
  }

  @Provide
  Arbitrary<String> streams() {
    return Arbitraries.of(
            "event: message",
            "data: {\"a\":\"ä€𝄞\"}",
            "data:",
            ":",
            "\n",
            "\r",
            "\r\n",
            "\n\n",
            "x")
        .list()
        .ofMaxSize(40)
        .map(parts -> String.join("", parts));
  }

  @Property
  void anyBytes_areTakenWithoutAWord(@ForAll byte[] bytes) {
    SseParser parser = new SseParser(event -> assertThat(event.data()).isNotNull());
    StreamedAnswer anthropic = new StreamedAnswer("m", null);
    StreamedAnswer openAi = new StreamedAnswer("m", null);
    SseParser both =
        new SseParser(
            event -> {
              new AnthropicAdapter().event(event, anthropic);
              new OpenAiAdapter().event(event, openAi);
            });
    byte[] asData = ("data: " + new String(bytes, UTF_8) + "\n\n").getBytes(UTF_8);

    parser.feed(Buffer.buffer(bytes));
    both.feed(Buffer.buffer(asData));

    assertThat(anthropic.hasEnded()).isFalse();
    assertThat(openAi.hasEnded()).isFalse();
  }

  private static List<Event> parse(String stream) {
    List<Event> events = new ArrayList<>();
    byte[] bytes = stream.getBytes(UTF_8);
    new SseParser(events::add).feed(Buffer.buffer(bytes));
    return events;
  }
}
