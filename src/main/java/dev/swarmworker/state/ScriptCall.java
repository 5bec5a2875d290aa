package dev.swarmworker.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.List;

/**
 * One run of a script.
 *
 * @param keys of one hash slot, at least one
 * @param args as bytes, see {@link #of}
 */
record ScriptCall(Script script, List<String> keys, List<byte[]> args) {

  /**
   * @param args strings, numbers and bytes
   */
  static ScriptCall of(Script script, List<String> keys, Object... args) {
    List<byte[]> bytes = new ArrayList<>(args.length);
    for (Object arg : args) {
      bytes.add(bytes(arg));
    }
    return new ScriptCall(script, keys, bytes);
  }

  /** Runs it where Redis has seen the script before. */
  Request bySha1() {
    return request(Command.EVALSHA, script.sha1());
  }

  /** Runs it in any case. */
  Request byText() {
    return request(Command.EVAL, script.text());
  }

  private Request request(Command command, byte[] which) {
    Request request = Request.cmd(command).arg(which).arg(keys.size());
    keys.forEach(request::arg);
    args.forEach(request::arg);
    return request;
  }

  private static byte[] bytes(Object arg) {
    return arg instanceof byte[] bytes ? bytes : arg.toString().getBytes(UTF_8);
  }
}
