package dev.swarmworker.log;

import io.quarkus.logging.json.runtime.JsonFormatter;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.logging.Handler;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jboss.logmanager.ExtHandler;

/**
 * Lets JSON lines have our keys beside their own. The formatter has no place for keys that differ
 * from line to line but the nested {@code mdc}, which every search would have to spell out.
 */
@Singleton
final class JsonLines {

  void start(@Observes StartupEvent event) {
    Arrays.stream(Logger.getLogger("").getHandlers())
        .flatMap(JsonLines::withNested)
        .forEach(JsonLines::extend);
  }

  private static Stream<Handler> withNested(Handler handler) {
    return handler instanceof ExtHandler outer
        ? Stream.concat(
            Stream.of(handler), Arrays.stream(outer.getHandlers()).flatMap(JsonLines::withNested))
        : Stream.of(handler);
  }

  private static void extend(Handler handler) {
    if (handler.getFormatter() instanceof JsonFormatter json) {
      json.setAdditionalFields(new LineFields(json.getAdditionalFields()));
    }
  }
}
