package dev.swarmworker.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.swarmworker.faults.Invariants.Copy;
import dev.swarmworker.faults.Invariants.Evidence;
import dev.swarmworker.faults.Invariants.Loss;
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
import java.util.HashMap;
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
   * @param scenario its name, with which all its tasks' ids begin
   */
  History(String scenario, LocalEnvironment environment, Fleet fleet) {
    this.scenario = scenario;
    this.provider = environment.anthropic().orElseThrow();
    String servers = environment.kafka().orElseThrow().bootstrapServers();
    this.topics = new Topics(servers);
    topics.awaitMembers(fleet.well().size());
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
    List<String> violations = new ArrayList<>(Invariants.violations(evidence()));
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

  private Evidence evidence() {
    Map<String, List<Copy>> copies = new HashMap<>();
    Map<String, Integer> calls = new HashMap<>();
    for (Submission task : submissions) {
      copies.put(task.id(), topics.resultsOf(task.id()).stream().map(History::copy).toList());
      calls.put(task.id(), calls(task.id()));
    }
    Set<String> letters =
        topics.deadLetters().stream()
            .map(letter -> Topics.json(letter.value()).path("id").asText())
            .collect(Collectors.toSet());
    return new Evidence(submissions, copies, calls, losses, offsets.looks(), letters);
  }

  private static Copy copy(ConsumerRecord<byte[], byte[]> result) {
    return new Copy(result.partition(), result.offset(), new String(result.value(), UTF_8));
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
