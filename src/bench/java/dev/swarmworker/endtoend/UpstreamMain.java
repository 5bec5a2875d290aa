package dev.swarmworker.endtoend;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Arrays;

/**
 * A provider that is nothing but an answer after a while: every request gets the same message of
 * Anthropic's shape. One event loop. Remembers how long it held each task's call, so that this can
 * be taken off the task's latency.
 *
 * <p>Steered over a second port: {@code POST /reset?delay=MS}, {@code GET /figures}, {@code GET
 * /held} (microseconds by task number, four bytes each).
 */
final class UpstreamMain {

  private static final Buffer ANSWER =
      Buffer.buffer(
          """
          {"id":"msg_01","type":"message","role":"assistant","model":"claude-sonnet-4-5",\
          "content":[{"type":"text","text":"%s"}],"stop_reason":"end_turn","stop_sequence":null,\
          "usage":{"input_tokens":300,"output_tokens":120}}"""
              .formatted("A short answer that says what was asked for. ".repeat(10)));

  private final Vertx vertx =
      Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setInternalBlockingPoolSize(1));
  private int delay;
  private int calls;
  private int connections;
  private int inFlight;
  private int mostInFlight;
  private int[] held = new int[1 << 16];

  private UpstreamMain() {}

  public static void main(String[] args) throws IOException {
    new UpstreamMain().start();
    System.in.transferTo(java.io.OutputStream.nullOutputStream());
    System.exit(0);
  }

  private void start() {
    HttpServer service =
        vertx
            .createHttpServer()
            .connectionHandler(opened -> connections++)
            .requestHandler(this::serve);
    HttpServer control = vertx.createHttpServer().requestHandler(this::control);
    service
        .listen(0, "127.0.0.1")
        .compose(up -> control.listen(0, "127.0.0.1"))
        .onSuccess(
            up ->
                System.out.println(Child.READY + service.actualPort() + " " + control.actualPort()))
        .onFailure(
            cause -> {
              cause.printStackTrace();
              System.exit(1);
            });
  }

  private void serve(HttpServerRequest request) {
    long arrived = System.nanoTime();
    request.body().onSuccess(body -> answerLater(request, TaskData.numberIn(body), arrived));
  }

  private void answerLater(HttpServerRequest request, int task, long arrived) {
    if (task < 0) {
      answer(request); // somebody warms its connections
      return;
    }
    calls++;
    mostInFlight = Math.max(mostInFlight, ++inFlight);
    if (delay == 0) {
      end(request, task, arrived);
    } else {
      vertx.setTimer(delay, timer -> end(request, task, arrived));
    }
  }

  private void end(HttpServerRequest request, int task, long arrived) {
    inFlight--;
    if (task >= held.length) {
      held = Arrays.copyOf(held, Math.max(task + 1, 2 * held.length));
    }
    answer(request);
    held[task] = (int) ((System.nanoTime() - arrived) / 1_000);
  }

  private static void answer(HttpServerRequest request) {
    if (!request.response().closed()) {
      request.response().putHeader("content-type", "application/json").end(ANSWER);
    }
  }

  private void control(HttpServerRequest request) {
    switch (request.path()) {
      case "/reset" -> {
        delay = Integer.parseInt(request.getParam("delay"));
        calls = 0;
        connections = 0;
        mostInFlight = 0;
        held = new int[1 << 16];
        request.response().end();
      }
      case "/figures" ->
          request
              .response()
              .end(
                  JsonObject.of(
                          "calls", calls, "connections", connections, "mostInFlight", mostInFlight)
                      .encode());
      case "/held" -> {
        Buffer all = Buffer.buffer(4 * held.length);
        for (int micros : held) {
          all.appendInt(micros);
        }
        request.response().end(all);
      }
      default -> request.response().setStatusCode(404).end();
    }
  }
}
