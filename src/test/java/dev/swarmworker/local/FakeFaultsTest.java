package dev.swarmworker.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a caller sees of each fault. */
class FakeFaultsTest {
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

  @ParameterizedTest
  @ValueSource(strings = {"reset", "close", "truncate"})
  void brokenConnection_isAnIoError(String fault) {
    assertThatThrownBy(() -> caller.post(FakeCaller.request("[fake fault=" + fault + "]")))
        .isInstanceOf(IOException.class);
    await().untilAsserted(() -> assertThat(fake.figures().concurrent()).isZero());
    assertThat(fake.aborted()).isPositive();
  }

  @Test
  void hugeAnswer_isValidJsonOfThatSize() throws Exception {
    JsonObject json =
        new JsonObject(caller.post(FakeCaller.request("[fake fault=huge size=3000000]")).body());

    assertThat(json.getJsonArray("content").getJsonObject(0).getString("text").length())
        .isGreaterThan(3_000_000);
  }

  @Test
  void hugeAnswer_isHeldBackWhileNobodyReads() throws Exception {
    HttpResponse<InputStream> answer =
        caller.send(
            caller.http(FakeCaller.request("[fake fault=huge size=500000000]")),
            BodyHandlers.ofInputStream());
    answer.body().close();

    await().untilAsserted(() -> assertThat(fake.figures().concurrent()).isZero());
    assertThat(fake.largestAnswer()).isBetween(1L << 16, 50L << 20);
  }

  @Test
  void endlessLine_isOneLineOfThatSize() throws Exception {
    JsonObject request =
        FakeCaller.request("[fake fault=endless-line size=3000000]").put("stream", true);

    assertThat(caller.post(request).body().lines().mapToInt(String::length).max().orElse(0))
        .isGreaterThan(3_000_000);
  }

  @ParameterizedTest
  @CsvSource({"400, drip", "429, huge", "500, huge", "502, huge", "503, trickle", "529, drip"})
  void fault_befallsAnErrorsBodyToo(int status, String fault) throws Exception {
    HttpResponse<String> answer =
        caller.post(
            FakeCaller.request(
                "[fake status=%d fault=%s pace=1ms for=5ms size=99999 message=why retry-after=3]"
                    .formatted(status, fault)));

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("retry-after")).contains("3");
    assertThat(answer.body()).contains(fault.equals("huge") ? "x".repeat(99_999) : "why");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void trickle_goesOnForItsTimeAndEndsInTheAnswer(boolean stream) throws Exception {
    long begun = System.nanoTime();

    HttpResponse<String> answer =
        caller.post(
            FakeCaller.request("[fake fault=trickle pace=10ms for=300ms]").put("stream", stream));

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(300));
    assertThat(answer.body()).startsWith(stream ? ":   " : "    ").contains("end_turn");
  }

  @Test
  void trickleWithoutATime_goesOnUntilTheCallerLeaves() throws Exception {
    HttpResponse<InputStream> answer =
        caller.send(
            caller.http(FakeCaller.request("[fake fault=trickle pace=1ms]")),
            BodyHandlers.ofInputStream());

    assertThat(answer.body().readNBytes(200)).containsOnly(' ');
    answer.body().close();
    await().untilAsserted(() -> assertThat(fake.figures().concurrent()).isZero());
  }

  @Test
  void garbage_comesInEventsWhereAStreamWasAskedFor() throws Exception {
    assertThat(caller.post(FakeCaller.request("[fake fault=garbage]")).body()).startsWith("<<<");
    assertThat(caller.post(FakeCaller.request("[fake fault=garbage]").put("stream", true)).body())
        .startsWith("data: <<<");
  }

  @ParameterizedTest
  @CsvSource({"hang, 0", "half-open, 1"})
  void callerWhoLeaves_isNoticedUnlessHalfOpen(String fault, int left) throws Exception {
    try (FakeAnthropic own = FakeAnthropic.start()) {
      try (Socket caller =
          new Socket(InetAddress.getLoopbackAddress(), URI.create(own.baseUrl()).getPort())) {
        caller.getOutputStream().write(bytesOf(FakeCaller.request("[fake fault=" + fault + "]")));
        await().until(() -> own.calls() == 1);
        assertThat(own.openConnections()).isEqualTo(1);
      }

      await().during(Duration.ofMillis(200)).until(() -> own.openConnections() == left);
    }
  }

  private static byte[] bytesOf(JsonObject body) {
    return String.join(
            "\r\n",
            "POST /v1/messages HTTP/1.1",
            "host: x",
            "x-api-key: k",
            "anthropic-version: 2023-06-01",
            "content-length: " + body.encode().length(),
            "",
            body.encode())
        .getBytes(UTF_8);
  }

  @Test
  void stalledAnswer_staysOpenUntilTheCallerLeaves() throws Exception {
    HttpResponse<InputStream> answer =
        caller.send(
            caller.http(FakeCaller.request("[fake fault=stall]").put("stream", true)),
            BodyHandlers.ofInputStream());

    assertThat(fake.figures().concurrent()).isEqualTo(1);
    answer.body().close();
    await().untilAsserted(() -> assertThat(fake.figures().concurrent()).isZero());
  }
}
