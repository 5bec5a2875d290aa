package dev.swarmworker.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.faults.Invariants.Copy;
import dev.swarmworker.faults.Invariants.Evidence;
import dev.swarmworker.faults.Invariants.Loss;
import dev.swarmworker.faults.OffsetWatch.Look;
import dev.swarmworker.faults.Submission.Expected;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A check that cannot fail would prove nothing. */
class InvariantsTest {

  private static final Copy DONE = new Copy(0, 7, "{\"status\":\"completed\",\"n\":1}");
  private static final Look PASSED = new Look(Map.of(0, 5L), Map.of(0, 8L));

  private static Submission task(Expected expected) {
    return new Submission("t", 0, 4, expected);
  }

  private static List<String> violations(
      List<Copy> copies, int calls, List<Loss> losses, List<Look> looks, Set<String> letters) {
    return violations(Expected.DONE, copies, calls, losses, looks, letters);
  }

  private static List<String> violations(
      Expected expected,
      List<Copy> copies,
      int calls,
      List<Loss> losses,
      List<Look> looks,
      Set<String> letters) {
    return Invariants.violations(
        new Evidence(
            List.of(task(expected)),
            Map.of("t", copies),
            Map.of("t", calls),
            losses,
            looks,
            letters));
  }

  @Test
  void allWell_isNoViolation() {
    assertThat(violations(List.of(DONE, DONE), 1, List.of(), List.of(PASSED), Set.of())).isEmpty();
  }

  @Test
  void noOutcome_isTold() {
    assertThat(violations(List.of(), 1, List.of(), List.of(), Set.of()))
        .singleElement()
        .asString()
        .contains("no outcome");
  }

  @Test
  void copiesThatDiffer_areTold() {
    Copy other = new Copy(0, 8, "{\"status\":\"completed\",\"n\":2}");
    assertThat(violations(List.of(DONE, other), 1, List.of(), List.of(), Set.of()))
        .singleElement()
        .asString()
        .contains("2 different outcomes");
  }

  @Test
  void anotherEnd_isTold() {
    assertThat(violations(Expected.timeout(0), List.of(DONE), 1, List.of(), List.of(), Set.of()))
        .singleElement()
        .asString()
        .contains("ended completed");
  }

  @Test
  void callTooMany_isTold_unlessAnOwnerWasLost() {
    Loss mine = new Loss(1, Set.of("t"));
    Loss anothers = new Loss(1, Set.of("u"));
    assertThat(violations(List.of(DONE), 2, List.of(), List.of(), Set.of())).hasSize(2);
    assertThat(violations(List.of(DONE), 2, List.of(anothers), List.of(), Set.of())).hasSize(1);
    assertThat(violations(List.of(DONE), 2, List.of(mine), List.of(), Set.of())).isEmpty();
    assertThat(violations(List.of(DONE), 3, List.of(mine), List.of(), Set.of())).hasSize(2);
  }

  @Test
  void moreCallsTogetherThanCouldBeLost_areTold() {
    Loss none = new Loss(0, Set.of("t"));
    assertThat(violations(List.of(DONE), 2, List.of(none), List.of(), Set.of()))
        .containsExactly("1 calls were made again, 0 can be lost");
  }

  @Test
  void permittedRetries_areNoViolation() {
    assertThat(violations(Expected.completed(1), List.of(DONE), 2, List.of(), List.of(), Set.of()))
        .isEmpty();
  }

  @Test
  void offsetPastAnUnfinishedTask_isTold() {
    Look early = new Look(Map.of(0, 5L), Map.of(0, 7L));
    Look justBefore = new Look(Map.of(0, 4L), Map.of(0, 0L));
    assertThat(violations(List.of(DONE), 1, List.of(), List.of(justBefore), Set.of())).isEmpty();
    assertThat(violations(List.of(DONE), 1, List.of(), List.of(early), Set.of()))
        .singleElement()
        .asString()
        .contains("before its result");
  }

  @Test
  void deadLetterWithoutFailure_andFailureWithoutDeadLetter_areTold() {
    Copy failed = new Copy(0, 7, "{\"status\":\"failed\",\"error\":{\"code\":\"X\"}}");
    Expected failure = Expected.failed("X", 0);
    assertThat(violations(List.of(DONE), 1, List.of(), List.of(), Set.of("t"))).hasSize(1);
    assertThat(violations(failure, List.of(failed), 1, List.of(), List.of(), Set.of())).hasSize(1);
    assertThat(violations(failure, List.of(failed), 1, List.of(), List.of(), Set.of("t")))
        .isEmpty();
  }
}
