package dev.swarmworker.api;

import static dev.swarmworker.support.Tasks.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.swarmworker.LocalResource;
import dev.swarmworker.history.EventHistory;
import dev.swarmworker.history.EventType;
import dev.swarmworker.support.LiveEvents;
import dev.swarmworker.support.Quick;
import dev.swarmworker.support.RawHttp;
import dev.swarmworker.support.RawHttp.Answer;
import dev.swarmworker.support.Topics;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events as a live stream. */
@QuarkusTest
@QuarkusTestResource(LocalResource.class)
@TestProfile(Quick.class)
class EventStreamTest {

  private static final Duration SOON = Duration.ofSeconds(30);

  @Inject EventHistory history;

  @Test
  void stream_beginsWithTheNewestAndGoesOnLive() {
    append("before-1");
    append("before-2");
    try (LiveEvents stream = opened("?limit=2")) {
      assertThat(stream.status()).isEqualTo(200);
      assertThat(stream.contentType()).startsWith("text/event-stream");
      await().atMost(SOON).until(() -> stream.events().size() >= 2);

      append("live-1");

      await().atMost(SOON).until(() -> !details(stream, "live-1").isEmpty());
      assertThat(stream.seqs())
          .isEqualTo(
              LongStream.range(0, stream.seqs().size())
                  .mapToObj(i -> stream.seqs().getFirst() + i)
                  .toList());
      assertThat(stream.lines()).contains("event:alert.raised");
      long seq = details(stream, "live-1").getFirst();
      assertThat(stream.ids()).contains(run() + "-" + seq);
    }
  }

  @Test
  void streamOfNothingYet_isOpenAtOnce() {
    try (LiveEvents stream = opened("?limit=0")) {
      await().atMost(SOON).until(() -> stream.lines().stream().anyMatch(l -> l.startsWith(":")));
    }
  }

  @Test
  void tasksLife_comesLive() {
    try (Topics topics = new Topics(LocalResource.kafka().bootstrapServers());
        LiveEvents stream = opened("?limit=0")) {
      topics.send(task("sse-1", ""));

      await().atMost(SOON).until(() -> stream.events().toString().contains("\"task.completed\""));
      assertThat(stream.events().stream().map(e -> e.path("taskId").asText())).contains("sse-1");
    }
  }

  @Test
  void resumedStream_goesOnBehindTheLastSeen() {
    append("resume-1");
    long last = history.stats().totalWritten();
    append("resume-2");
    append("resume-3");
    try (LiveEvents stream = resumed(run() + "-" + last)) {
      await().atMost(SOON).until(() -> stream.events().size() >= 2);

      assertThat(stream.seqs().getFirst()).isEqualTo(last + 1);
      assertThat(details(stream, "resume-1")).isEmpty();
      assertThat(details(stream, "resume-2")).hasSize(1);
    }
  }

  @Test
  void resumedTooLate_isToldHowManyItMissed() {
    for (int i = 0; i < history.stats().capacity() + 10; i++) {
      append("flood");
    }
    long missed = history.stats().overwritten();
    try (LiveEvents stream = resumed(run() + "-0")) {
      await().atMost(SOON).until(() -> stream.events().size() >= 100);

      String comment =
          stream.lines().stream().filter(l -> l.startsWith(":missed ")).findFirst().orElseThrow();
      // Events may be written between the two looks
      assertThat(Long.parseLong(comment.substring(8))).isBetween(missed, missed + 100);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0ther-1", "0ther-999999999", "5000", "RUN-999999999"})
  void resumedOnAnotherRun_beginsAtItsOldest_andIsToldSo(String last) {
    append("other-run");
    try (LiveEvents stream = resumed(last.replace("RUN", run()))) {
      await().atMost(SOON).until(() -> !details(stream, "other-run").isEmpty());

      assertThat(stream.lines()).contains(":another run, from its oldest event");
      assertThat(stream.seqs().getFirst())
          .isBetween(1L, history.stats().overwritten() + 1)
          .isLessThanOrEqualTo(details(stream, "other-run").getFirst());
    }
  }

  @Test
  void silence_isFilledWithComments() {
    try (LiveEvents stream = opened("?limit=0")) {
      await()
          .atMost(SOON)
          .until(() -> stream.lines().stream().filter(":still here"::equals).count() >= 3);
    }
  }

  @Test
  void moreStreamsThanPlaces_areRefused_untilOneHasGone() {
    List<LiveEvents> streams = new ArrayList<>();
    try {
      for (int i = 0; i < Quick.STREAMS; i++) {
        streams.add(opened(""));
      }

      Answer refused = RawHttp.send(RestAssured.port, "GET /events", "Accept: text/event-stream");
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.isProblem()).isTrue();
      RestAssured.get("/events").then().statusCode(200);

      streams.removeFirst().close();
      streams.add(opened(""));
    } finally {
      streams.forEach(LiveEvents::close);
    }
  }

  @Test
  void refusedStream_takesNoPlace() {
    for (int i = 0; i < Quick.STREAMS + 1; i++) {
      assertThat(
              RawHttp.send(RestAssured.port, "GET /events?limit=x", "Accept: text/event-stream")
                  .status())
          .isEqualTo(400);
    }

    List<LiveEvents> streams = new ArrayList<>();
    for (int i = 0; i < Quick.STREAMS; i++) {
      streams.add(opened(""));
    }
    streams.forEach(LiveEvents::close);
  }

  private static LiveEvents opened(String query) {
    return opened(() -> LiveEvents.open(RestAssured.port, query));
  }

  /** As this process calls itself in its ids. */
  private String run() {
    append("who-am-i");
    try (LiveEvents stream = opened("?limit=1")) {
      await().atMost(SOON).until(() -> !stream.ids().isEmpty());
      return stream.ids().getFirst().replaceFirst("-.*", "");
    }
  }

  private static LiveEvents resumed(String last) {
    return opened(() -> LiveEvents.resume(RestAssured.port, last));
  }

  /** The stream, once it finds a place: that one has gone is noticed within a second. */
  private static LiveEvents opened(Supplier<LiveEvents> attempt) {
    AtomicReference<LiveEvents> stream = new AtomicReference<>();
    await()
        .atMost(SOON)
        .until(
            () -> {
              stream.set(attempt.get());
              if (stream.get().status() != 200) {
                stream.get().close();
                return false;
              }
              return true;
            });
    return stream.get();
  }

  private void append(String detail) {
    history.append(EventType.ALERT_RAISED, null, null, null, detail);
  }

  private static List<Long> details(LiveEvents stream, String detail) {
    return stream.events().stream()
        .filter(event -> event.path("detail").asText().equals(detail))
        .map(event -> event.path("seq").asLong())
        .toList();
  }
}
