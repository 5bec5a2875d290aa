package dev.swarmworker.worker;

import static dev.swarmworker.worker.Lives.SOON;
import static dev.swarmworker.worker.Lives.begun;
import static dev.swarmworker.worker.Lives.task;
import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringArrayKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static io.opentelemetry.sdk.testing.assertj.OpenTelemetryAssertions.assertThat;
import static io.opentelemetry.sdk.testing.assertj.OpenTelemetryAssertions.equalTo;
import static org.awaitility.Awaitility.await;

import dev.swarmworker.artifact.NoArtifacts;
import dev.swarmworker.llm.CallOutcome;
import dev.swarmworker.state.Lease;
import dev.swarmworker.state.TaskStore.Claim;
import dev.swarmworker.task.Answer;
import dev.swarmworker.task.ErrorCode;
import dev.swarmworker.task.Failure;
import dev.swarmworker.task.TaskId;
import dev.swarmworker.task.TokenUsage;
import dev.swarmworker.trace.Tracing;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.assertj.AttributeAssertion;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A task's way as spans, from the sender's header to the result's. */
class TracedTaskTest {

  private static final TaskId ID = new TaskId("t");
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String SENDER = "b7ad6b7169203331";
  private static final String PROCESS = "process swarm.tasks";
  private static final String CHAT = "chat m";
  private static final String SEND = "send swarm.results";

  private final InMemorySpanExporter exported = InMemorySpanExporter.create();
  private final OpenTelemetrySdk sdk = sdk(Sampler.parentBased(Sampler.alwaysOn()));
  private final Lives lives = traced(sdk);

  private OpenTelemetrySdk sdk(Sampler sampler) {
    return OpenTelemetrySdk.builder()
        .setTracerProvider(
            SdkTracerProvider.builder()
                .setSampler(sampler)
                .addSpanProcessor(SimpleSpanProcessor.create(exported))
                .build())
        .build();
  }

  private static Lives traced(OpenTelemetrySdk sdk) {
    return new Lives(
        true,
        NoArtifacts.OUTPUTS,
        new Tracing(sdk, new Tracing.Names("swarm-workers", "swarm.results")));
  }

  @AfterEach
  void close() {
    lives.close();
    sdk.close();
  }

  @Test
  void task_hasASpanBelowItsSenders_andItsStepsBelowThat() {
    lives.traceparent = "00-" + TRACE + "-" + SENDER + "-01";
    lives.next(
        begun(
            new CallOutcome.Done(
                new Answer("hello", "m-1", new TokenUsage(5, 7, 20, 300), "end_turn", "req-1"))));

    run("t");

    assertThat(exported.getFinishedSpanItems())
        .extracting(SpanData::getName)
        .containsExactly("turn", "claim", CHAT, SEND, PROCESS);
    SpanData process = span(PROCESS);
    assertThat(process)
        .hasKind(SpanKind.CONSUMER)
        .hasTraceId(TRACE)
        .hasParentSpanId(SENDER)
        .hasStatus(StatusData.unset())
        .hasAttributesSatisfyingExactly(
            equal("messaging.system", "kafka"),
            equal("messaging.operation.name", "process"),
            equal("messaging.operation.type", "process"),
            equal("messaging.destination.name", "swarm.tasks"),
            equal("messaging.destination.partition.id", "3"),
            equal("messaging.kafka.offset", 17),
            equal("messaging.consumer.group.name", "swarm-workers"),
            equal("swarm.task.id", "t"),
            equal("swarm.task.status", "completed"),
            equal("swarm.task.attempts", 1));
    assertThat(List.of(span("turn"), span("claim"), span(CHAT), span(SEND)))
        .allSatisfy(step -> assertThat(step).hasTraceId(TRACE).hasParent(process));
    assertThat(span(CHAT))
        .hasKind(SpanKind.CLIENT)
        .hasAttributesSatisfyingExactly(
            equal("gen_ai.operation.name", "chat"),
            equal("gen_ai.provider.name", "anthropic"),
            equal("gen_ai.request.model", "m"),
            equal("gen_ai.request.max_tokens", 100),
            equal("gen_ai.response.model", "m-1"),
            equal("gen_ai.usage.input_tokens", 325),
            equal("gen_ai.usage.output_tokens", 7),
            equalTo(stringArrayKey("gen_ai.response.finish_reasons"), List.of("end_turn")),
            equal("gen_ai.agent.id", "coder"),
            equal("server.address", "localhost"),
            equal("server.port", 80),
            equal("swarm.task.attempt", 1),
            equal("swarm.provider.request_id", "req-1"))
        .hasEventsSatisfyingExactly(event -> event.hasName("call.begun"));
    assertThat(span(SEND)).hasKind(SpanKind.PRODUCER);
  }

  @Test
  void result_carriesTheContextOfItsOwnPublication() {
    lives.traceparent = "00-" + TRACE + "-" + SENDER + "-01";
    lives.next(begun(Lives.ANSWER));

    run("t");

    assertThat(lives.traceparents)
        .containsExactly("00-" + TRACE + "-" + span(SEND).getSpanId() + "-01");
  }

  @Test
  void withoutASender_theTaskBeginsATrace() {
    lives.next(begun(Lives.ANSWER));

    run("t");

    SpanData process = span(PROCESS);
    assertThat(process).hasNoParent();
    assertThat(lives.traceparents).first().asString().contains(process.getTraceId());
  }

  @Test
  void senderWhoIsNotSampled_hasNoSpans_andIsCarriedOnAllTheSame() {
    lives.traceparent = "00-" + TRACE + "-" + SENDER + "-00";
    lives.next(begun(Lives.ANSWER));

    run("t");

    assertThat(exported.getFinishedSpanItems()).isEmpty();
    assertThat(lives.traceparents).first().asString().startsWith("00-" + TRACE).endsWith("-00");
  }

  @Test
  void senderWhoIsSampled_isFollowedWhateverTheRatio() {
    try (OpenTelemetrySdk rare = sdk(Sampler.parentBased(Sampler.traceIdRatioBased(0)));
        Lives sampled = traced(rare)) {
      sampled.traceparent = "00-" + TRACE + "-" + SENDER + "-01";
      sampled.next(begun(Lives.ANSWER));
      sampled.deliver(task("t"));
      sampled.awaitSteps("call", "publish completed 1", "ack", "over");

      await().atMost(SOON).until(() -> has(PROCESS));

      exported.reset();
      sampled.traceparent = null;
      sampled.next(begun(Lives.ANSWER));
      sampled.deliver(task("u"));
      await().atMost(SOON).until(() -> sampled.traceparents.size() == 2);
      assertThat(exported.getFinishedSpanItems()).isEmpty();
    }
  }

  @Test
  void failedAttempts_haveASpanEach_andTheTaskTellsOfTheWait() {
    lives.next(begun(new CallOutcome.RetryAfter(null, true, "the secret prompt")));
    lives.next(begun(new CallOutcome.Rejected(400, "the secret prompt")));

    run("t");

    assertThat(spans(CHAT))
        .extracting(span -> span.getAttributes().get(stringKey("error.type")))
        .containsExactly("overloaded", "400");
    assertThat(spans(CHAT)).allSatisfy(span -> assertThat(span).hasStatus(StatusData.error()));
    assertThat(span(PROCESS))
        .hasStatus(StatusData.error())
        .hasAttribute(stringKey("error.type"), "UPSTREAM_REJECTED")
        .hasAttribute(longKey("swarm.task.attempts"), 2L)
        .hasEventsSatisfying(
            events ->
                assertThat(events)
                    .extracting(event -> event.getName())
                    .containsExactly("task.retrying", "task.dead-lettered"));
    assertThat(exported.getFinishedSpanItems().toString()).doesNotContain("secret");
  }

  @Test
  void leaseHeldByAnother_isAClaimOfItsOwn() {
    Lease other = ((Claim.Granted) lives.claimAsAnother(ID)).lease();
    Thread waiting = lives.deliver(task("t"));
    await().atMost(SOON).until(() -> has("claim"));
    lives.completeAsAnother(other, "completed 1");
    lives.awaitSteps("publish completed 1", "ack", "over");
    await().atMost(SOON).until(() -> !waiting.isAlive());

    assertThat(spans("claim").getFirst()).hasAttribute(stringKey("swarm.claim.outcome"), "held");
    assertThat(spans("claim")).hasSizeGreaterThan(1);
    assertThat(span(SEND)).hasParent(span(PROCESS));
  }

  @Test
  void taskOfNewerWorkers_isAClaimOfItsOwn_andTheWaitIsNone() {
    lives.store.ofNewerWorkers(ID, true);
    Thread waiting = lives.deliver(task("t"));
    await().atMost(SOON).until(() -> has("claim"));

    assertThat(span("claim")).hasAttribute(stringKey("swarm.claim.outcome"), "newer");

    lives.inFlight.drain();
    await().atMost(SOON).until(() -> !waiting.isAlive());
    assertThat(exported.getFinishedSpanItems())
        .extracting(SpanData::getName)
        .containsExactly("turn", "claim", "turn", PROCESS);
  }

  @Test
  void taskThatIsDone_saysSoInItsClaim() {
    lives.completeAsAnother(((Claim.Granted) lives.claimAsAnother(ID)).lease(), "completed 1");

    run("t");

    assertThat(span("claim")).hasAttribute(stringKey("swarm.claim.outcome"), "done");
    assertThat(exported.getFinishedSpanItems())
        .extracting(SpanData::getName)
        .containsExactly("turn", "claim", SEND, PROCESS);
  }

  @Test
  void claim_isKnownBeforeTheCallIsOver() throws Exception {
    CountDownLatch calling = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    lives.next(Lives.answeredOn(calling, answer));
    lives.deliver(task("t"));

    calling.await();

    assertThat(exported.getFinishedSpanItems())
        .extracting(SpanData::getName)
        .containsExactly("turn", "claim");
    answer.countDown();
    await().atMost(SOON).until(() -> has(PROCESS));
  }

  @Test
  void messageThatIsNoTask_isASpanWithItsCode() throws Exception {
    lives.traceparent = "00-" + TRACE + "-" + SENDER + "-01";

    lives.reject(ID, new Failure(ErrorCode.INVALID_TASK, "objective: the secret prompt", false));

    assertThat(span(PROCESS))
        .hasTraceId(TRACE)
        .hasAttribute(stringKey("error.type"), "INVALID_TASK")
        .hasAttribute(stringKey("swarm.task.id"), "t");
    assertThat(exported.getFinishedSpanItems().toString()).doesNotContain("secret");
  }

  private void run(String id) {
    lives.deliver(task(id));
    await().atMost(SOON).until(() -> lives.steps.contains("over"));
  }

  private boolean has(String name) {
    return !spans(name).isEmpty();
  }

  private SpanData span(String name) {
    return spans(name).getFirst();
  }

  private List<SpanData> spans(String name) {
    return exported.getFinishedSpanItems().stream()
        .filter(span -> span.getName().equals(name))
        .toList();
  }

  private static AttributeAssertion equal(String key, String value) {
    return equalTo(stringKey(key), value);
  }

  private static AttributeAssertion equal(String key, long value) {
    return equalTo(longKey(key), value);
  }
}
