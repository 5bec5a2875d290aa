package dev.swarmworker.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FakeAnthropicTest {
  private static FakeAnthropic fake;
  private static FakeCaller caller;

  @BeforeAll
  static void start() {
    fake = FakeAnthropic.start();
    caller = new FakeCaller(fake.baseUrl());
  }

  @AfterAll
  static void stop() {
    caller.close();
    fake.close();
  }

  @BeforeEach
  void forget() {
    fake.reset();
  }

  @Test
  void plainCall_getsAMessageAndItsHeaders() throws Exception {
    HttpResponse<String> answer = caller.post(FakeCaller.request("Hello"));

    JsonObject json = new JsonObject(answer.body());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(json.getString("type")).isEqualTo("message");
    assertThat(json.getJsonArray("content").getJsonObject(0).getString("text")).isNotBlank();
    assertThat(json.getJsonObject("usage").getInteger("output_tokens")).isPositive();
    assertThat(answer.headers().map())
        .containsKeys(
            "request-id",
            "anthropic-ratelimit-requests-remaining",
            "anthropic-ratelimit-input-tokens-limit",
            "anthropic-ratelimit-output-tokens-reset");
  }

  @Test
  void streamedCall_getsTheEventsInOrder() throws Exception {
    HttpResponse<String> answer =
        caller.post(FakeCaller.request("[fake output=\"one two three\"]").put("stream", true));

    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/event-stream");
    assertThat(answer.body().lines().filter(line -> line.startsWith("event: ")).distinct())
        .containsExactly(
            "event: message_start",
            "event: content_block_start",
            "event: ping",
            "event: content_block_delta",
            "event: content_block_stop",
            "event: message_delta",
            "event: message_stop");
  }

  @Test
  void statusWithTimes_failsThatOftenForItsIdAlone() throws Exception {
    JsonObject request = FakeCaller.request("[fake id=t-1 status=529 times=2 retry-after=1]");

    assertThat(caller.post(request).headers().firstValue("retry-after")).contains("1");
    assertThat(new JsonObject(caller.post(request).body()).getJsonObject("error").getString("type"))
        .isEqualTo("overloaded_error");
    assertThat(caller.post(FakeCaller.request("[fake id=t-2]")).statusCode()).isEqualTo(200);
    assertThat(caller.post(request).statusCode()).isEqualTo(200);
    assertThat(fake.calls("t-1")).isEqualTo(3);
    assertThat(fake.calls()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"max_tokens":5,"messages":[{"role":"user","content":"x"}]}                       | model
          {"model":"m","messages":[{"role":"user","content":"x"}]}                          | max_tokens
          {"model":"m","max_tokens":0,"messages":[{"role":"user","content":"x"}]}           | max_tokens
          {"model":"m","max_tokens":5,"messages":[]}                                        | at least one
          {"model":"m","max_tokens":5,"messages":[{"role":"assistant","content":"x"}]}      | first message
          {"model":"m","max_tokens":5,"messages":[{"role":"system","content":"x"}]}         | system
          {"model":"m","max_tokens":5,"messages":[{"role":"user","content":" "}]}           | non-empty
          {"model":"m","max_tokens":5,"temperature":1.1,"messages":[{"role":"user","content":"x"}]} | temperature
          {"model":"m","max_tokens":5,"surprise":1,"messages":[{"role":"user","content":"x"}]} | surprise
          {"model":"m","max_tokens":5,"messages":[{"role":"user","content":"x"},{"role":"user","content":"y"}]} | alternate
          """)
  void request_thatTheRealOneRefuses_isRefused(String body, String named) throws Exception {
    HttpResponse<String> answer = caller.post(new JsonObject(body));

    JsonObject json = new JsonObject(answer.body());
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json.getString("type")).isEqualTo("error");
    assertThat(json.getString("request_id"))
        .isEqualTo(answer.headers().firstValue("request-id").orElseThrow());
    assertThat(json.getJsonObject("error").getString("type")).isEqualTo("invalid_request_error");
    assertThat(json.getJsonObject("error").getString("message")).contains(named);
  }

  @Test
  void missingKeyOrVersion_isRefused() throws Exception {
    HttpRequest.Builder bare =
        HttpRequest.newBuilder(URI.create(fake.baseUrl() + "/v1/messages"))
            .POST(HttpRequest.BodyPublishers.ofString(FakeCaller.request("x").encode()));

    assertThat(caller.send(bare.build(), BodyHandlers.ofString()).statusCode()).isEqualTo(401);
    bare.header("x-api-key", "k");
    assertThat(caller.send(bare.build(), BodyHandlers.ofString()).body())
        .contains("anthropic-version");
  }

  @Test
  void rateLimit_isEnforcedAndSaysWhenToComeBack() throws Exception {
    try (FakeAnthropic limited =
            FakeAnthropic.start(FakeAnthropic.Options.DEFAULTS.withRequestsPerMinute(2));
        FakeCaller caller = new FakeCaller(limited.baseUrl())) {
      assertThat(caller.post(FakeCaller.request("x")).statusCode()).isEqualTo(200);
      assertThat(caller.post(FakeCaller.request("x")).statusCode()).isEqualTo(200);
      HttpResponse<String> third = caller.post(FakeCaller.request("x"));

      assertThat(third.statusCode()).isEqualTo(429);
      assertThat(Long.parseLong(third.headers().firstValue("retry-after").orElseThrow()))
          .isBetween(1L, 30L);
      assertThat(third.headers().firstValue("anthropic-ratelimit-requests-remaining"))
          .contains("0");
    }
  }

  @Test
  void statistics_areServedToOtherProcesses() throws Exception {
    caller.post(FakeCaller.request("[fake id=seen]"));

    HttpRequest stats = HttpRequest.newBuilder(URI.create(fake.baseUrl() + "/_fake/stats")).build();
    JsonObject json = new JsonObject(caller.send(stats, BodyHandlers.ofString()).body());

    assertThat(json.getJsonObject("callsById").getInteger("seen")).isEqualTo(1);
    assertThat(json.getInteger("calls")).isEqualTo(1);
    assertThat(json.getInteger("openConnections")).isPositive();
    assertThat(fake.lastRequest("seen").headers()).containsEntry("x-api-key", "k");
  }

  @Test
  void directive_survivesQuotingInJson() {
    String quoted = JsonObject.of("q", "[fake id=a output=\"two words\"]").encode();

    assertThat(FakeDirective.in(quoted).output()).isEqualTo("two words");
    assertThat(FakeDirective.in("[fake me not]")).isEqualTo(FakeDirective.NONE);
  }

  @Test
  void chatCompletion_isAnsweredInItsOwnShape() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(fake.baseUrl() + "/v1/chat/completions"))
            .header("Authorization", "Bearer k")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    FakeCaller.request("[fake output=hi]").encode(), UTF_8))
            .build();

    JsonObject json = new JsonObject(caller.send(request, BodyHandlers.ofString()).body());

    JsonObject choice = json.getJsonArray("choices").getJsonObject(0);
    assertThat(choice.getJsonObject("message").getString("content")).isEqualTo("hi");
    assertThat(choice.getString("finish_reason")).isEqualTo("stop");
    assertThat(json.getJsonObject("usage").getInteger("completion_tokens")).isEqualTo(1);
  }
}
