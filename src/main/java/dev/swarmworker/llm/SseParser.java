package dev.swarmworker.llm;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Server-sent events out of bytes, however these are cut. Bytes that are no events give events
 * without meaning or none, never an exception. Holds at most one event, which whoever feeds it
 * bounds. Not safe for many threads.
 */
final class SseParser {
  private final Consumer<Event> sink;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final StringBuilder data = new StringBuilder();
  private String name = "";
  private boolean hasData;
  private boolean afterReturn;

  SseParser(Consumer<Event> sink) {
    this.sink = sink;
  }

  /**
   * One event.
   *
   * @param name its type, or empty
   * @param data its lines, joined
   */
  record Event(String name, String data) {}

  /** Takes the next bytes. A line ends with a return, a line feed, or the two. */
  void feed(Buffer bytes) {
    for (int i = 0; i < bytes.length(); i++) {
      byte next = bytes.getByte(i);
      if (next == '\n' && afterReturn) {
        afterReturn = false;
      } else if (next == '\n' || next == '\r') {
        afterReturn = next == '\r';
        endLine();
      } else {
        afterReturn = false;
        line.write(next);
      }
    }
  }

  /** Bytes held of an event that has not ended. */
  long held() {
    return (long) line.size() + data.length();
  }

  private void endLine() {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    if (text.isEmpty()) {
      endEvent();
      return;
    }
    int colon = text.indexOf(':');
    String field = colon < 0 ? text : text.substring(0, colon);
    String value = colon < 0 ? "" : text.substring(colon + 1);
    field(field, value.startsWith(" ") ? value.substring(1) : value);
  }

  private void field(String field, String value) {
    switch (field) {
      case "event" -> name = value;
      case "data" -> {
        if (hasData) {
          data.append('\n');
        }
        data.append(value);
        hasData = true;
      }
      // Comments, ids and reconnection times mean nothing to one call.
      default -> {}
    }
  }

  private void endEvent() {
    if (hasData) {
      sink.accept(new Event(name, data.toString()));
    }
    data.setLength(0);
    name = "";
    hasData = false;
  }
}
