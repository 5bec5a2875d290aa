package dev.swarmworker.state;

import dev.swarmworker.timer.Repeating;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Runs commands and scripts on one pipelined connection, which recovers by itself. One, since what
 * goes out together is cheaper for both sides; ten thousand callers need no more.
 *
 * <p>Each method blocks the calling thread, bounded by the timeout, and throws {@link
 * StateUnavailableException} for whatever keeps Redis from doing as told. Safe for many threads.
 */
final class RedisCommands implements AutoCloseable {

  /**
   * Commands under way; the connection itself takes 2048 (quarkus.redis.max-waiting-handlers). With
   * a place for each of ten thousand tasks, all of them would go on to their calls in the first
   * second, on code that is not compiled yet, and their stacks would not fit into a small heap.
   */
  private static final int PLACES = 2000;

  private static final Duration BETWEEN_PINGS = Duration.ofSeconds(3);

  private final RedisLink link;
  private final Duration timeout;
  private final Overdue overdue = new Overdue();
  private final Repeating pinging = new Repeating("redis-ping");

  /**
   * @param redis stays the caller's; nothing is opened yet
   * @param loop on whose thread the connection is served
   * @param timeout bound on each step, waiting for a place and connecting included
   */
  RedisCommands(Redis redis, Context loop, Duration timeout) {
    this.timeout = timeout;
    link = new RedisLink(redis, loop, PLACES);
    overdue.start();
    pinging.start(BETWEEN_PINGS, link::ping);
  }

  /** Runs a script: one round trip, or two where Redis has not seen the script before. */
  @Nullable Response run(ScriptCall call) {
    return await(start(call, deadline()));
  }

  /** Runs scripts, all under way at once; replies in the order of the calls. */
  List<@Nullable Response> runAll(List<ScriptCall> calls) {
    long deadline = deadline();
    List<PendingReply> pending = new ArrayList<>(calls.size());
    for (ScriptCall call : calls) {
      pending.add(start(call, deadline));
    }
    List<@Nullable Response> all = new ArrayList<>(calls.size());
    for (PendingReply reply : pending) {
      all.add(await(reply));
    }
    return all;
  }

  /** Runs a plain command. */
  @Nullable Response send(Request request) {
    return await(started(request, null, deadline()));
  }

  @Override
  public void close() {
    overdue.close();
    pinging.close();
    link.close();
  }

  private PendingReply start(ScriptCall call, long deadline) {
    return started(call.bySha1(), call, deadline);
  }

  /**
   * Sends a command as soon as there is a place for it.
   *
   * @param script whose run it is, to be sent whole where Redis has not seen it; null: no script's
   */
  private PendingReply started(Request request, @Nullable ScriptCall script, long deadline) {
    enter(deadline);
    PendingReply pending = new PendingReply(deadline);
    overdue.watch(pending);
    link.send(
        request,
        reply -> {
          if (script != null
              && reply.cause() instanceof ErrorType refusal
              && refusal.is("NOSCRIPT")) {
            link.send(script.byText(), second -> over(pending, second));
          } else {
            over(pending, reply);
          }
        });
    return pending;
  }

  private void over(PendingReply pending, AsyncResult<Response> reply) {
    link.leave();
    if (reply.succeeded()) {
      pending.succeed(reply.result());
    } else {
      pending.fail(reply.cause());
    }
  }

  private void enter(long deadline) {
    if (Context.isOnEventLoopThread() && !Thread.currentThread().isVirtual()) {
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

  private @Nullable Response await(PendingReply reply) {
    try {
      return reply.await();
    } catch (TimeoutException e) {
      throw late(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (Throwable e) {
      throw unavailable(e);
    }
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
