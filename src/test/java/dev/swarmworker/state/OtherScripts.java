package dev.swarmworker.state;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A client that runs other scripts in place of the present ones: a worker of another release. */
final class OtherScripts {

  private static final List<String> NAMES =
      List.of(
          "index-page",
          "index-size",
          "index-sweep",
          "probe",
          "task-answer",
          "task-cancel",
          "task-claim",
          "task-complete",
          "task-evict",
          "task-find",
          "task-published",
          "task-queued",
          "task-reject",
          "task-release",
          "task-renew");

  private final Map<String, byte[]> bySha1 = new HashMap<>();

  /**
   * @param text of a script, by the present one's name
   */
  private OtherScripts(Function<String, byte[]> text) {
    for (String name : NAMES) {
      bySha1.put(new String(Script.load(name).sha1(), US_ASCII), text.apply(name));
    }
  }

  /** The scripts of format 1 as they were before any worker looked at {@code v}. */
  static OtherScripts former() {
    byte[] prelude = read("prelude");
    return new OtherScripts(name -> joined(prelude, read(name)));
  }

  /** The present scripts with other formats. */
  static OtherScripts ofFormats(int reads, int writes) {
    return new OtherScripts(
        name -> {
          String present = new String(Script.load(name).text(), UTF_8);
          String other =
              present
                  .replaceFirst("READS = \\d+", "READS = " + reads)
                  .replaceFirst("WRITES = \\d+", "WRITES = " + writes);
          return (other + "-- of another release\n").getBytes(UTF_8);
        });
  }

  /** This client, with what it sends changed. */
  Redis through(Redis redis) {
    return proxy(
        Redis.class,
        (method, args) ->
            method.getName().equals("connect")
                ? redis.connect().map(this::through)
                : method.invoke(redis, args));
  }

  private RedisConnection through(RedisConnection connection) {
    return proxy(
        RedisConnection.class,
        (method, args) ->
            method.getName().equals("send") && args[0] instanceof Request request
                ? send(connection, request)
                : method.invoke(connection, args));
  }

  private Future<?> send(RedisConnection connection, Request request)
      throws ReflectiveOperationException {
    if (!request.command().equals(Command.EVALSHA)) {
      return connection.send(request);
    }
    List<byte[]> args = args(request);
    byte[] other = bySha1.get(new String(args.getFirst(), US_ASCII));
    if (other == null) {
      throw new AssertionError("a script that the other release does not have");
    }
    Request changed = Request.cmd(Command.EVAL).arg(other);
    args.subList(1, args.size()).forEach(changed::arg);
    return connection.send(changed);
  }

  /** The client has no other way to what a request says. */
  @SuppressWarnings("unchecked")
  private static List<byte[]> args(Request request) throws ReflectiveOperationException {
    Method args = request.getClass().getDeclaredMethod("getArgs");
    args.setAccessible(true);
    return (List<byte[]>) args.invoke(request);
  }

  private interface Call {
    Object answer(Method method, Object[] args) throws ReflectiveOperationException;
  }

  private static <T> T proxy(Class<T> type, Call call) {
    Object proxy =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, args) -> {
              try {
                return call.answer(method, args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
    return type.cast(proxy);
  }

  private static byte[] joined(byte[] prelude, byte[] script) {
    byte[] all = new byte[prelude.length + script.length];
    System.arraycopy(prelude, 0, all, 0, prelude.length);
    System.arraycopy(script, 0, all, prelude.length, script.length);
    return all;
  }

  private static byte[] read(String name) {
    try (InputStream in = OtherScripts.class.getResourceAsStream("format-1/" + name + ".lua")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
