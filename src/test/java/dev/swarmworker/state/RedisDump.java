package dev.swarmworker.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Commands written down in a file, with times that are counted from now. */
final class RedisDump {

  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
  private static final Pattern TIME = Pattern.compile("<now([+-]\\d+)>");

  private RedisDump() {}

  /** Sends the commands of this resource, in their order. */
  static void load(String resource, RedisFixture redis) {
    long now = now(redis);
    text(resource)
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> words(line, now))
        .forEach(
            words ->
                redis.send(
                    Command.create(words.getFirst()), words.subList(1, words.size()).toArray()));
  }

  private static List<String> words(String line, long now) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(line);
    while (matcher.find()) {
      words.add(matcher.group(1) == null ? timed(matcher.group(2), now) : matcher.group(1));
    }
    return words;
  }

  private static String timed(String word, long now) {
    Matcher time = TIME.matcher(word);
    return time.matches() ? String.valueOf(now + Long.parseLong(time.group(1))) : word;
  }

  private static long now(RedisFixture redis) {
    Response time = redis.send(Command.TIME);
    return time.get(0).toLong() * 1000 + time.get(1).toLong() / 1000;
  }

  private static String text(String resource) {
    try (InputStream in = RedisDump.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
