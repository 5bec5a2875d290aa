package dev.swarmworker.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.swarmworker.local.SampleTasks.Kind;
import dev.swarmworker.local.SampleTasks.Sample;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SampleTasksTest {
  private static final int MANY = 200;

  private final SampleTasks samples = new SampleTasks("t");

  @Test
  void allButBrokenOnes_areTasksWithinTheContract() {
    assertThat(tasks()).hasSize(MANY - count(Kind.NO_TASK)).allSatisfy(SampleTasksTest::isTask);
  }

  @Test
  void brokenOnes_areNoJson() {
    assertThat(of(Kind.NO_TASK))
        .isNotEmpty()
        .allSatisfy(
            sample ->
                assertThatThrownBy(() -> new JsonObject(sample.value()))
                    .isInstanceOf(DecodeException.class));
  }

  @Test
  void repeats_areTheMessageBeforeThem() {
    assertThat(numbers(Kind.REPEATED))
        .isNotEmpty()
        .allSatisfy(n -> assertThat(samples.sample(n)).isEqualTo(samples.sample(n - 1)));
  }

  @Test
  void idsOfTheOthers_areUsedOnce() {
    List<String> ids =
        LongStream.range(0, MANY)
            .filter(n -> SampleTasks.kind(n) != Kind.REPEATED)
            .mapToObj(n -> samples.sample(n).key())
            .toList();
    assertThat(ids).doesNotHaveDuplicates();
  }

  @Test
  void cycle_holdsEveryKind_mostlyOrdinary() {
    Map<Kind, Long> counts =
        LongStream.range(0, 20)
            .mapToObj(SampleTasks::kind)
            .collect(Collectors.groupingBy(k -> k, Collectors.counting()));
    Map<Kind, Long> expected = new HashMap<>();
    for (Kind kind : Kind.values()) {
      expected.put(kind, 1L);
    }
    expected.put(Kind.ORDINARY, 10L);
    expected.put(Kind.LONG, 2L);
    expected.put(Kind.COMMON_QUESTION, 2L);
    assertThat(counts).isEqualTo(expected);
  }

  @Test
  void typesAndPriorities_allOccur() {
    assertThat(tasks().stream().map(t -> t.getString("type")).distinct())
        .contains("research", "analysis", "coding", "testing", "review", "documentation");
    assertThat(tasks().stream().map(t -> t.getString("priority")).distinct())
        .containsExactlyInAnyOrder("critical", "high", "normal", "low", "background");
  }

  @Test
  void longOnes_takeTwoToFourSeconds() {
    assertThat(of(Kind.LONG))
        .isNotEmpty()
        .allSatisfy(
            sample ->
                assertThat(directive(sample).latency(Duration.ZERO))
                    .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4)));
  }

  @Test
  void failures_areWhatTheFakeUnderstands() {
    assertThat(of(Kind.REJECTED)).allMatch(s -> directive(s).status() == 400);
    assertThat(of(Kind.OVERLOADED))
        .allMatch(s -> directive(s).status() == 529)
        .allMatch(s -> directive(s).failsCall(2) && !directive(s).failsCall(3));
  }

  @Test
  void commonQuestion_isTheSameCallEachTime() {
    assertThat(of(Kind.COMMON_QUESTION))
        .extracting(s -> new JsonObject(s.value()))
        .extracting(t -> t.getString("type") + t.getString("objective"))
        .hasSizeGreaterThan(1)
        .containsOnly("researchWhat does exactly-once mean? [fake latency=900ms]");
  }

  private static void isTask(JsonObject task) {
    Object id = task.getValue("id");
    String text = id instanceof JsonObject object ? object.getString("id") : (String) id;
    assertThat(text).matches("[A-Za-z0-9._:-]{1,128}");
    assertThat(task.getString("type")).matches("[a-z0-9-]{1,64}");
    assertThat(task.getString("objective")).isNotBlank();
  }

  private static FakeDirective directive(Sample sample) {
    return FakeDirective.in(new JsonObject(sample.value()).getString("objective"));
  }

  private List<JsonObject> tasks() {
    return LongStream.range(0, MANY)
        .filter(n -> SampleTasks.kind(n) != Kind.NO_TASK)
        .mapToObj(n -> new JsonObject(samples.sample(n).value()))
        .toList();
  }

  private List<Sample> of(Kind kind) {
    return numbers(kind).stream().map(samples::sample).toList();
  }

  private static List<Long> numbers(Kind kind) {
    return LongStream.range(0, MANY).filter(n -> SampleTasks.kind(n) == kind).boxed().toList();
  }

  private static int count(Kind kind) {
    return numbers(kind).size();
  }
}
