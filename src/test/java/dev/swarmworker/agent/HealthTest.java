package dev.swarmworker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HealthTest {

  private static final int THRESHOLD = 3;
  private static final long END = 1_000;

  private Health health = Health.HEALTHY;

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      fail(false);
    }
  }

  private void fail(boolean probe) {
    health = health.failed(probe, THRESHOLD, END);
  }

  private void beginProbe() {
    health = health.coolDownEnded();
    assertThat(health.isProbeDue()).isTrue();
    health = health.begun();
  }

  @Test
  void failuresInARow_leaveItOutAtTheThreshold() {
    fail(2);
    assertThat(health.admits()).isTrue();
    assertThat(health.isHealthy()).isTrue();

    fail(false);

    assertThat(health.admits()).isFalse();
    assertThat(health.isHealthy()).isFalse();
    assertThat(health.isCooling()).isTrue();
    assertThat(health.coolDownEnd()).isEqualTo(END);
  }

  @Test
  void answerBetween_beginsTheCountAgain() {
    fail(2);
    health = health.answered();
    fail(2);

    assertThat(health.isHealthy()).isTrue();
  }

  @Test
  void coolDownOver_admitsOneProbeAlone() {
    fail(3);
    health = health.coolDownEnded();
    assertThat(health.admits()).isTrue();
    assertThat(health.isHealthy()).isFalse();

    health = health.begun();

    assertThat(health.admits()).isFalse();
    assertThat(health.isHealthy()).isFalse();
  }

  @Test
  void probeIsAnswered_recovers() {
    fail(3);
    beginProbe();

    health = health.answered();

    assertThat(health.isHealthy()).isTrue();
    assertThat(health.isProbeDue()).isFalse();
    fail(2);
    assertThat(health.isHealthy()).isTrue();
  }

  @Test
  void probeFails_isLeftOutAgain() {
    fail(3);
    beginProbe();

    fail(true);

    assertThat(health.isCooling()).isTrue();
    beginProbe();
  }

  @Test
  void probeAbandoned_anotherFollows() {
    fail(3);
    beginProbe();

    health = health.abandoned(true);

    assertThat(health.isProbeDue()).isTrue();
  }

  @Test
  void olderCallsWhileLeftOut_onlyTheirAnswerCounts() {
    fail(3);
    Health cooling = health;
    fail(false);
    assertThat(health).isSameAs(cooling);
    beginProbe();
    fail(false);
    health = health.abandoned(false);
    assertThat(health.admits()).isFalse();

    health = health.answered();

    assertThat(health.isHealthy()).isTrue();
  }

  @Test
  void noFailure_allShareOneValue() {
    fail(1);

    assertThat(health.answered().begun().abandoned(false).coolDownEnded()).isSameAs(Health.HEALTHY);
  }
}
