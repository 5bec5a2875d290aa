package dev.swarmworker.intake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.intake.Decoded.Invalid;
import dev.swarmworker.intake.Decoded.Valid;
import dev.swarmworker.support.Bounded;
import dev.swarmworker.support.Mutations;
import dev.swarmworker.task.Task;
import dev.swarmworker.task.TaskId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Whatever a message holds, it is answered, within bounds: a task as the contract has it, or a
 * failure that is fit for a result. By jqwik, since it is here already, builds on valid messages
 * and shrinks what it finds; a fuzzer that follows branches would need an agent and hours.
 */
class TaskDecoderFuzzTest {

  private static final int MAX_BYTES = 1 << 20;

  /** Empty objects cost most: 3 bytes each, with a map that Jackson gives them; 66 was seen. */
  private static final int TIMES = 80;

  private static final String FULL =
      """
      {"id":"t:1","type":"code-review","objective":"look","input":{"a":[1,2.50,null]},
       "context":{"previousResults":[{"output":"one"},{"other":1}],
                  "relatedTasks":[{"objective":"rel"}]},
       "requirements":{"capabilities":["coding","java"],"agentType":"reviewer"},
       "constraints":{"deadline":"2026-11-23T12:00:00+01:00","timeoutAfter":1500,"maxRetries":0,
                      "maxTokens":77,"preferredAgents":["a",{"id":"b"}],"excludedAgents":["c"]},
       "metadata":{"model":"m","temperature":0.25,"systemPrompt":"p","cache":false,"tenant":"acme"},
       "priority":"background"}""";

  private static final List<String> TASKS =
      List.of(
          FULL,
          "{\"id\":{\"id\":\"task_1\",\"sequence\":1},\"type\":\"t\",\"description\":\"d\"}",
          "{\"id\":\"a\",\"type\":\"t\",\"objective\":null,\"instructions\":\"i\"}");

  private static final List<String> AROUND =
      List.of(
          "@",
          "{\"id\":\"a\",\"type\":\"t\",\"objective\":\"@\"}",
          "{\"id\":\"a\",\"type\":\"t\",\"objective\":\"o\",\"input\":[@0]}",
          "{\"id\":\"a\",\"type\":\"t\",\"objective\":\"o\",\"constraints\":{\"excludedAgents\":[@\"a\"]}}",
          "{\"id\":\"a\",\"type\":\"t\",\"objective\":\"o\",\"context\":{\"previousResults\":[@{}]}}",
          "{\"id\":\"a\",@\"type\":\"t\",\"objective\":\"o\"}",
          "{\"@\":\"a\",\"type\":\"t\",\"objective\":\"o\"}",
          "{\"id\":@,\"type\":\"t\"}");

  private final TaskDecoder decoder = new TaskDecoder(MAX_BYTES);

  @Property
  void anyBytes_areAnswered(@ForAll byte[] bytes) {
    assertAnswered(bytes);
  }

  @Property
  void anyMutation_isAnswered(@ForAll("mutations") byte[] bytes) {
    assertAnswered(bytes);
  }

  @Property
  void anyRepetition_isAnswered(@ForAll("repetitions") byte[] bytes) {
    assertAnswered(bytes);
  }

  /** What was found: exponents that Jackson throws out, halves of characters, and their like. */
  @Example
  void corpus_isAnswered() {
    List<String> values =
        List.of("1e99999999999", "-1e-99999999999", "1e999999999", "\"\\ud800\"", "\"\\udc00x\"");
    for (String value : values) {
      for (String field : List.of("input", "timeoutAfter", "temperature", "objective", "id")) {
        String task =
            FULL.replaceFirst(
                "\"%s\":[^,}]+".formatted(field),
                Matcher.quoteReplacement("\"%s\":%s".formatted(field, value)));
        assertAnswered(task.getBytes(UTF_8));
      }
    }
  }

  @Property
  void anyHeader_isATraceparentOrNone(@ForAll("headers") byte[] bytes) {
    String header = Bounded.reading(bytes, 10, () -> Traceparent.of(bytes));

    if (header != null) {
      assertThat(header.getBytes(ISO_8859_1)).isEqualTo(bytes);
      assertThat(header).hasSizeBetween(55, 256).matches("[!-~]+");
    }
  }

  @Provide
  Arbitrary<byte[]> mutations() {
    List<String> all = new ArrayList<>(TASKS);
    BrokenMessages.values().stream()
        .filter(value -> value.length < 1000)
        .forEach(value -> all.add(new String(value, UTF_8)));
    return Mutations.of(all);
  }

  @Provide
  Arbitrary<byte[]> repetitions() {
    return Mutations.repeated(AROUND, MAX_BYTES / 4);
  }

  @Provide
  Arbitrary<byte[]> headers() {
    return Mutations.of(
        List.of(
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-what-comes-later"));
  }

  private void assertAnswered(byte[] bytes) {
    switch (Bounded.reading(bytes, TIMES, () -> decoder.decode(bytes))) {
      case Valid valid -> assertWithinTheContract(valid.task());
      case Invalid invalid -> {
        assertThat(invalid.failure().message()).isNotBlank().hasSizeLessThan(300);
        assertThat(invalid.failure().message().codePoints())
            .allMatch(c -> c >= ' ' && c < Character.MIN_SURROGATE);
        invalid.id().ifPresent(id -> assertThat(TaskId.isValid(id.value())).isTrue());
      }
    }
  }

  private static void assertWithinTheContract(Task task) {
    assertThat(TaskId.isValid(task.id().value())).isTrue();
    assertThat(task.type()).matches("[a-z0-9-]{1,64}");
    assertThat(task.objective()).isNotBlank();
    Task.Constraints constraints = task.constraints();
    if (constraints.timeout() != null) {
      assertThat(constraints.timeout()).isBetween(Duration.ofMillis(1), Duration.ofHours(1));
    }
    if (constraints.maxRetries() != null) {
      assertThat(constraints.maxRetries()).isBetween(0, 20);
    }
    if (constraints.maxTokens() != null) {
      assertThat(constraints.maxTokens()).isBetween(1, 1_000_000);
    }
    if (task.overrides().temperature() != null) {
      assertThat(task.overrides().temperature()).isBetween(0.0, 1.0);
    }
    assertThat(task.overrides().tenant()).hasSizeBetween(1, 64);
    assertThat(texts(task))
        .allSatisfy(text -> assertThat(UTF_8.newEncoder().canEncode(text)).isTrue());
  }

  private static Stream<String> texts(Task task) {
    return Stream.of(
            Stream.of(task.objective(), task.overrides().tenant()),
            Stream.ofNullable(task.input()),
            Stream.ofNullable(task.overrides().model()),
            Stream.ofNullable(task.overrides().systemPrompt()),
            Stream.ofNullable(task.requirements().agentType()),
            task.requirements().capabilities().stream(),
            task.context().previousResults().stream(),
            task.context().relatedTasks().stream(),
            task.constraints().preferredAgents().stream(),
            task.constraints().excludedAgents().stream())
        .flatMap(texts -> texts);
  }
}
