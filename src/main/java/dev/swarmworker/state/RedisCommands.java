package dev.swarmworker.state;

import dev.swarmworker.timer.Repeating;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs commands and scripts on a few pipelined connections, which recover by themselves. Ten
 * thousand callers need no more of them than ten.
 *
 * <p>Each method blocks the calling thread, bounded by the timeout, and throws {@link
 * StateUnavailableException} for whatever keeps Redis from doing as told. Safe for many threads.
 */
final class RedisCommands implements AutoCloseable {

  private static final int LINKS = 4;
  private static final int PLACES_PER_LINK = 512;
  private static final Duration BETWEEN_PINGS = Duration.ofSeconds(3);

  private final List<RedisLink> links;
  private final Duration timeout;
  private final Repeating pinging = new Repeating("redis-ping");

  /**
   * @param redis stays the caller's; nothing is opened yet
   * @param timeout bound on each step, waiting for a place and connecting included
   */
  RedisCommands(Redis redis, Duration timeout) {
    this.timeout = timeout;
    links = Stream.generate(() -> new RedisLink(redis, PLACES_PER_LINK)).limit(LINKS).toList();
    pinging.start(BETWEEN_PINGS, () -> links.forEach(RedisLink::ping));
  }

  /** Runs a script: one round trip, or two where Redis has not seen the script before. */
  @Nullable Response run(ScriptCall call) {
    long deadline = deadline();
    return await(start(call, deadline), deadline);
  }

  /** Runs scripts, all under way at once; replies in the order of the calls. */
  List<@Nullable Response> runAll(List<ScriptCall> calls) {
    long deadline = deadline();
    List<Future<Response>> replies = new ArrayList<>(calls.size());
    for (ScriptCall call : calls) {
      replies.add(start(call, deadline));
    }
    List<@Nullable Response> all = new ArrayList<>(calls.size());
    for (Future<Response> reply : replies) {
      all.add(await(reply, deadline));
    }
    return all;
  }

  /** Runs a plain command on one key. */
  @Nullable Response send(String key, Request request) {
    long deadline = deadline();
    RedisLink link = linkOf(key);
    return await(placed(link, deadline, () -> link.send(request)), deadline);
  }

  @Override
  public void close() {
    pinging.close();
    links.forEach(RedisLink::close);
  }

  private Future<Response> start(ScriptCall call, long deadline) {
    RedisLink link = linkOf(call.keys().getFirst());
    return placed(
        link,
        deadline,
        () ->
            link.send(call.bySha1())
                .recover(
                    cause ->
                        cause instanceof ErrorType reply && reply.is("NOSCRIPT")
                            ? link.send(call.byText())
                            : Future.failedFuture(cause)));
  }

  private Future<Response> placed(
      RedisLink link, long deadline, Supplier<Future<Response>> command) {
    enter(link, deadline);
    try {
      return command.get().onComplete(done -> link.leave());
    } catch (RuntimeException e) {
      link.leave();
      throw unavailable(e);
    }
  }

  private void enter(RedisLink link, long deadline) {
    if (Context.isOnEventLoopThread()) {
      throw new IllegalStateException("an event loop must not wait for Redis");
    }
    try {
      if (!link.enter(deadline - System.nanoTime())) {
        throw late(new TimeoutException("too many commands under way"));
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private @Nullable Response await(Future<Response> reply, long deadline) {
    try {
      return reply
          .toCompletionStage()
          .toCompletableFuture()
          .get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw unavailable(e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      throw late(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Equal keys use the same connection, so that one caller's steps keep their order. */
  private RedisLink linkOf(String key) {
    return links.get(Math.floorMod(key.hashCode(), links.size()));
  }

  private long deadline() {
    return System.nanoTime() + timeout.toNanos();
  }

  private static StateUnavailableException unavailable(Throwable cause) {
    return new StateUnavailableException("Redis refused or is away", cause);
  }

  private StateUnavailableException late(TimeoutException cause) {
    return new StateUnavailableException(
        "Redis did not answer within " + timeout.toMillis() + " ms", cause);
  }

  private static StateUnavailableException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new StateUnavailableException("interrupted while waiting for Redis", cause);
  }
}
