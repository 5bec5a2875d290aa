package dev.swarmworker.local;

import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * The provider's rate limits: a bucket each for requests, input tokens and output tokens, refilled
 * continuously. Used by one event loop only.
 */
final class FakeLimits {
  private final Bucket requests;
  private final Bucket input;
  private final Bucket output;

  FakeLimits(FakeAnthropic.Options options, InstantSource clock) {
    this.requests = new Bucket("requests", options.requestsPerMinute(), clock);
    this.input = new Bucket("input-tokens", options.inputTokensPerMinute(), clock);
    this.output = new Bucket("output-tokens", options.outputTokensPerMinute(), clock);
  }

  /** Takes one request off. Returns seconds to wait, or 0 where it may run. */
  long take(int inputTokens) {
    long wait = Math.max(requests.wait(1), Math.max(input.wait(inputTokens), output.wait(1)));
    if (wait == 0) {
      requests.take(1);
      input.take(inputTokens);
    }
    return wait;
  }

  /** Output is counted as it is made, so this may go below zero. */
  void produced(int outputTokens) {
    output.take(outputTokens);
  }

  void describe(HttpServerResponse response) {
    requests.describe(response);
    input.describe(response);
    output.describe(response);
  }

  private static final class Bucket {
    private final String name;
    private final long perMinute;
    private final InstantSource clock;
    private double level;
    private Instant asOf;

    Bucket(String name, long perMinute, InstantSource clock) {
      this.name = name;
      this.perMinute = perMinute;
      this.clock = clock;
      this.level = perMinute;
      this.asOf = clock.instant();
    }

    long wait(int amount) {
      refill();
      double missing = (double) Math.min(amount, perMinute) - level;
      return missing <= 0 ? 0 : (long) Math.ceil(missing * 60 / perMinute);
    }

    void take(int amount) {
      level -= amount;
    }

    private void refill() {
      Instant now = clock.instant();
      double seconds = Duration.between(asOf, now).toNanos() / 1e9;
      level = Math.min((double) perMinute, level + seconds * perMinute / 60);
      asOf = now;
    }

    void describe(HttpServerResponse response) {
      refill();
      String prefix = "anthropic-ratelimit-" + name;
      long untilFull = (long) Math.ceil((perMinute - level) * 60 / perMinute);
      response.putHeader(prefix + "-limit", Long.toString(perMinute));
      response.putHeader(prefix + "-remaining", Long.toString(Math.max(0, (long) level)));
      response.putHeader(
          prefix + "-reset",
          asOf.plusSeconds(untilFull).truncatedTo(ChronoUnit.SECONDS).toString());
    }
  }
}
