package dev.swarmworker.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.swarmworker.faults.Submission.Expected;
import dev.swarmworker.local.FakeAnthropic;
import dev.swarmworker.local.LocalEnvironment;
import dev.swarmworker.support.Tasks;
import dev.swarmworker.support.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What was asked for in one scenario, what was done to the workers, and what came of it, held
 * against the contract's invariants. It believes nobody but the broker and the provider.
 */
final class History implements AutoCloseable {

  private static final Path FOLDER = Path.of("target", "faults");

  private final String scenario;
  private final FakeAnthropic provider;
  private final Topics topics;
  private final OffsetWatch offsets;
  private final ProbeWatch probes;
  private final KafkaProducer<byte[], byte[]> producer;
  private final List<Submission> submissions = new ArrayList<>();
  private final List<Loss> losses = new ArrayList<>();
  private final List<String> log = new ArrayList<>();
  private final Instant begun = Instant.now();
  private boolean reported;

  /**
   * A fault that takes tasks from their owner.
   *
   * @param atMost how many tasks a worker runs at once
   * @param unfinished tasks without a result at that time: each may cost one call more
   */
  private record Loss(int atMost, Set<String> unfinished) {}

  /**
   * @param scenario its name, with which all its tasks' ids begin
   */
  History(String scenario, LocalEnvironment environment, Fleet fleet) {
    this.scenario = scenario;
    this.provider = environment.anthropic().orElseThrow();
    String servers = environment.kafka().orElseThrow().bootstrapServers();
    this.topics = new Topics(servers);
    this.offsets = new OffsetWatch(servers);
    this.probes = new ProbeWatch(fleet::well);
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", servers),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** Submits a task and waits until the broker has it. */
  String submit(String directive, String more, Expected expected) {
    return submit(new ProducerRecord<>(Topics.TASKS, bytes(directive, more)), expected);
  }

  String submitTo(int partition, String directive, Expected expected) {
    return submit(
        new ProducerRecord<>(Topics.TASKS, partition, null, bytes(directive, "")), expected);
  }

  /** Submits equal ones. */
  void submit(int count, String directive) {
    for (int i = 0; i < count; i++) {
      submit(directive, "", Expected.DONE);
    }
  }

  private String nextId() {
    return scenario + "-" + submissions.size();
  }

  private byte[] bytes(String directive, String more) {
    return Tasks.task(nextId(), directive, more).getBytes(UTF_8);
  }

  private String submit(ProducerRecord<byte[], byte[]> record, Expected expected) {
    String id = nextId();
    try {
      RecordMetadata place = producer.send(record).get();
      submissions.add(new Submission(id, place.partition(), place.offset(), expected));
      return id;
    } catch (ExecutionException e) {
      throw new IllegalStateException(id + " was not accepted", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Notes a fault that takes nothing from anybody. */
  void fault(String what) {
    log.add(
        "%6d ms  %s  (%d of %d done)"
            .formatted(
                Duration.between(begun, Instant.now()).toMillis(),
                what,
                finished(),
                submissions.size()));
  }

  /** Notes a fault that takes up to {@code atMost} tasks from their owner. */
  void loss(String what, int atMost) {
    fault(what);
    losses.add(
        new Loss(
            atMost,
            submissions.stream()
                .map(Submission::id)
                .filter(id -> topics.resultOf(id) == null)
                .collect(Collectors.toSet())));
  }

  /** Says that something else is to come of a task than was thought when it was submitted. */
  void expect(String id, Expected expected) {
    submissions.replaceAll(
        s -> s.id().equals(id) ? new Submission(id, s.partition(), s.offset(), expected) : s);
  }

  int submitted() {
    return submissions.size();
  }

  /** Calls of a task so far. */
  int calls(String id) {
    return provider.calls(id);
  }

  long finished() {
    return submissions.stream().filter(s -> topics.resultOf(s.id()) != null).count();
  }

  void awaitFinished(long count) {
    await(count + " results").atMost(Duration.ofSeconds(60)).until(() -> finished() >= count);
  }

  JsonNode result(String id) {
    return topics.resultOf(id);
  }

  int notReady() {
    return probes.notReady();
  }

  /** Waits for every task's end and for the workers' last commit, then holds all against it. */
  void check() {
    boolean ended = reached(Duration.ofSeconds(75), () -> finished() == submissions.size());
    boolean caughtUp = reached(Duration.ofSeconds(20), () -> topics.lag() == 0);
    List<String> violations = new ArrayList<>();
    submissions.forEach(s -> judge(s, violations));
    judgeCalls(violations);
    judgeOffsets(violations);
    judgeDeadLetters(violations);
    if (!ended) {
      violations.add("not every task ended in time");
    }
    if (!caughtUp) {
      violations.add("lag is still " + topics.lag());
    }
    if (!probes.notLive().isEmpty()) {
      violations.add("liveness answered " + probes.notLive());
    }
    report(violations);
    assertThat(violations).as(scenario).isEmpty();
  }

  private static boolean reached(Duration limit, java.util.concurrent.Callable<Boolean> goal) {
    try {
      await().atMost(limit).ignoreExceptions().until(goal);
      return true;
    } catch (org.awaitility.core.ConditionTimeoutException e) {
      return false;
    }
  }

  private void judge(Submission task, List<String> violations) {
    List<ConsumerRecord<byte[], byte[]>> copies = topics.resultsOf(task.id());
    if (copies.isEmpty()) {
      violations.add(
          "%s (%d@%d) has no outcome, %d calls"
              .formatted(task.id(), task.partition(), task.offset(), calls(task.id())));
      return;
    }
    long distinct = copies.stream().map(c -> new String(c.value(), UTF_8)).distinct().count();
    if (distinct > 1) {
      violations.add("%s has %d different outcomes".formatted(task.id(), distinct));
    }
    JsonNode result = topics.resultOf(task.id());
    String status = result.path("status").asText();
    String code = result.path("error").path("code").asText();
    if (!status.equals(task.expected().status())
        || !code.equals(task.expected().code().orElse(""))) {
      violations.add(
          "%s ended %s %s, expected %s: %s"
              .formatted(task.id(), status, code, task.expected(), result.path("error")));
    }
  }

  private void judgeCalls(List<String> violations) {
    int beyond = 0;
    for (Submission task : submissions) {
      int calls = calls(task.id());
      long lost = losses.stream().filter(loss -> loss.unfinished().contains(task.id())).count();
      int without = 1 + task.expected().retries();
      if (calls > without + lost) {
        violations.add(
            "%s cost %d calls: 1, %d retries and %d losses are permitted"
                .formatted(task.id(), calls, task.expected().retries(), lost));
      }
      beyond += Math.max(0, calls - without);
    }
    int permitted = losses.stream().mapToInt(Loss::atMost).sum();
    if (beyond > permitted) {
      violations.add("%d calls were made again, %d could be lost".formatted(beyond, permitted));
    }
  }

  private void judgeOffsets(List<String> violations) {
    for (OffsetWatch.Look look : offsets.looks()) {
      for (Submission task : submissions) {
        boolean passed = look.committed().getOrDefault(task.partition(), 0L) > task.offset();
        if (passed
            && topics.resultsOf(task.id()).stream()
                .noneMatch(c -> c.offset() < look.resultEnds().getOrDefault(c.partition(), 0L))) {
          violations.add("the offset passed %s before its result was there".formatted(task.id()));
        }
      }
    }
  }

  private void judgeDeadLetters(List<String> violations) {
    Map<String, Long> letters = deadLetters();
    for (Submission task : submissions) {
      boolean there = letters.containsKey(task.id());
      if (there != task.expected().status().equals("failed")) {
        violations.add(task.id() + (there ? " has a dead letter" : " has no dead letter"));
      }
    }
  }

  private Map<String, Long> deadLetters() {
    return topics.deadLetters().stream()
        .collect(
            Collectors.groupingBy(
                letter -> Topics.json(letter.value()).path("id").asText(), Collectors.counting()));
  }

  private void report(List<String> violations) {
    reported = true;
    Map<String, Integer> ends = new TreeMap<>();
    Map<Integer, Integer> costs = new TreeMap<>();
    int copies = 0;
    for (Submission task : submissions) {
      copies += topics.resultsOf(task.id()).size();
      costs.merge(calls(task.id()), 1, Integer::sum);
      JsonNode result = topics.resultOf(task.id());
      ends.merge(result == null ? "none" : result.path("status").asText(), 1, Integer::sum);
    }
    List<String> lines = new ArrayList<>();
    lines.add("--- " + scenario);
    lines.addAll(log);
    lines.add("  tasks            " + submissions.size() + " " + ends);
    lines.add("  copies           " + copies);
    lines.add("  tasks by calls   " + costs);
    lines.add("  looks at offsets " + offsets.looks().size());
    lines.add("  looks at probes  %d, not ready %d".formatted(probes.looks(), notReady()));
    lines.add("  took             " + Duration.between(begun, Instant.now()).toMillis() + " ms");
    violations.forEach(v -> lines.add("  VIOLATED " + v));
    System.out.println(String.join("\n", lines));
    keep(lines);
  }

  private void keep(List<String> lines) {
    List<String> all = new ArrayList<>(lines);
    for (Submission task : submissions) {
      all.add(
          "%s %d@%d calls=%d"
              .formatted(task.id(), task.partition(), task.offset(), calls(task.id())));
      topics.resultsOf(task.id()).forEach(c -> all.add("   " + new String(c.value(), UTF_8)));
    }
    try {
      Files.createDirectories(FOLDER);
      Files.write(FOLDER.resolve(scenario + ".txt"), all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (!reported) {
      report(List.of("broken off"));
    }
    probes.close();
    offsets.close();
    producer.close(Duration.ofSeconds(5));
    topics.close();
  }
}
