package dev.swarmworker.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.support.Logged;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.junit.jupiter.api.Test;

class RefusalsTest {

  private final AtomicLong now = new AtomicLong(5);
  private final Refusals refusals = new Refusals(now::get);

  @Test
  void refusalsForLong_areSaidOnce_andTheirEndToo() {
    try (Logged log = new Logged(Refusals.class)) {
      refuse(0);
      refuse(29);
      assertThat(log.lines()).isEmpty();
      refuse(1);
      refuse(300);
      refusals.over();

      assertThat(log.lines()).hasSize(2);
      assertThat(log.lines().getFirst()).contains("no offset was committed for 30 s");
      assertThat(log.lines().getLast()).contains("committed again");
    }
  }

  @Test
  void refusalsBetweenCommits_areNotSaid() {
    try (Logged log = new Logged(Refusals.class)) {
      refuse(0);
      refuse(20);
      refusals.over();
      refuse(20);
      refuse(20);

      assertThat(log.lines()).isEmpty();
    }
  }

  private void refuse(int secondsLater) {
    now.addAndGet(Duration.ofSeconds(secondsLater).toNanos());
    refusals.another(new RebalanceInProgressException("as if"));
  }
}
