package dev.swarmworker.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.swarmworker.support.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Holds what was seen against the contract's invariants. Pure, so that it can be tested itself. */
final class Invariants {

  private final Evidence seen;
  private final List<String> violations = new ArrayList<>();

  /**
   * A copy of a task's result.
   *
   * @param partition where it lies in the results topic
   * @param offset where it lies in that partition
   * @param json its bytes as text
   */
  record Copy(int partition, long offset, String json) {}

  /**
   * A fault that takes tasks from their owner.
   *
   * @param atMost how many at most, since a worker runs no more at once
   * @param unfinished tasks without a result at that time: each may cost one call more
   */
  record Loss(int atMost, Set<String> unfinished) {}

  /**
   * What was seen.
   *
   * @param copies of results, by task
   * @param calls that the provider received, by task
   * @param looks at the workers' offsets
   * @param deadLetters the ids of tasks that have one
   */
  record Evidence(
      List<Submission> submissions,
      Map<String, List<Copy>> copies,
      Map<String, Integer> calls,
      List<Loss> losses,
      List<OffsetWatch.Look> looks,
      Set<String> deadLetters) {

    List<Copy> copiesOf(Submission task) {
      return copies.getOrDefault(task.id(), List.of());
    }

    int callsOf(Submission task) {
      return calls.getOrDefault(task.id(), 0);
    }

    /** Calls beyond the first of each task. */
    int callsMadeAgain() {
      return submissions.stream().mapToInt(task -> Math.max(0, callsOf(task) - 1)).sum();
    }

    /** As many as retries are permitted and as owners can have lost. */
    int callsAllowedAgain() {
      return submissions.stream().mapToInt(task -> task.expected().retries()).sum() + callsLost();
    }

    private int callsLost() {
      return losses.stream().mapToInt(Loss::atMost).sum();
    }
  }

  private Invariants(Evidence seen) {
    this.seen = seen;
  }

  /** What does not hold, in words; empty where all does. */
  static List<String> violations(Evidence seen) {
    Invariants invariants = new Invariants(seen);
    for (Submission task : seen.submissions()) {
      invariants.judgeOutcome(task);
      invariants.judgeCalls(task);
      invariants.judgeOffset(task);
      invariants.judgeDeadLetter(task);
    }
    invariants.judgeCallsTogether();
    return invariants.violations;
  }

  private void judgeOutcome(Submission task) {
    List<Copy> copies = seen.copiesOf(task);
    if (copies.isEmpty()) {
      violated("%s has no outcome after %d calls", task, seen.callsOf(task));
      return;
    }
    long distinct = copies.stream().map(Copy::json).distinct().count();
    if (distinct > 1) {
      violated("%s has %d different outcomes", task, distinct);
    }
    JsonNode result = Topics.json(copies.getFirst().json().getBytes(UTF_8));
    String status = result.path("status").asText();
    String code = result.path("error").path("code").asText();
    if (!status.equals(task.expected().status())
        || !code.equals(task.expected().code().orElse(""))) {
      violated("%s ended %s %s", task, status, code);
    }
  }

  private void judgeCalls(Submission task) {
    long lost = seen.losses().stream().filter(l -> l.unfinished().contains(task.id())).count();
    if (seen.callsOf(task) > permittedCalls(task) + lost) {
      violated("%s cost %d calls with %d losses", task, seen.callsOf(task), lost);
    }
  }

  private void judgeCallsTogether() {
    int beyond =
        seen.submissions().stream()
            .mapToInt(task -> Math.max(0, seen.callsOf(task) - permittedCalls(task)))
            .sum();
    int permitted = seen.callsLost();
    if (beyond > permitted) {
      violations.add("%d calls were made again, %d can be lost".formatted(beyond, permitted));
    }
  }

  private static int permittedCalls(Submission task) {
    return 1 + task.expected().retries();
  }

  /** A result that was there when the offset passed lies below the end seen after that. */
  private void judgeOffset(Submission task) {
    for (OffsetWatch.Look look : seen.looks()) {
      boolean passed = look.committed().getOrDefault(task.partition(), 0L) > task.offset();
      boolean there =
          seen.copiesOf(task).stream()
              .anyMatch(c -> c.offset() < look.resultEnds().getOrDefault(c.partition(), 0L));
      if (passed && !there) {
        violated("%s was passed by its offset before its result was there", task);
        return;
      }
    }
  }

  private void judgeDeadLetter(Submission task) {
    boolean there = seen.deadLetters().contains(task.id());
    if (there != task.expected().status().equals("failed")) {
      violated(there ? "%s has a dead letter" : "%s has no dead letter", task);
    }
  }

  private void violated(String words, Submission task, Object... more) {
    List<Object> all = new ArrayList<>();
    all.add(
        "%s (%d@%d, %s)".formatted(task.id(), task.partition(), task.offset(), task.expected()));
    all.addAll(List.of(more));
    violations.add(words.formatted(all.toArray()));
  }
}
