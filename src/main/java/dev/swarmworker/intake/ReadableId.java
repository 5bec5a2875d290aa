package dev.swarmworker.intake;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.swarmworker.task.TaskId;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The id of what is no task: the top-level {@code id}, if it stands before whatever is wrong with
 * the rest. None where it stands there twice: nobody knows which of them was meant.
 */
final class ReadableId {

  private final JsonParser parser;
  private @Nullable TaskId id;
  private boolean ambiguous;

  private ReadableId(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * Reads to the end of the object, or to where it breaks.
   *
   * @param parser before its first token; not one that refuses duplicates by itself
   */
  static Optional<TaskId> of(JsonParser parser) {
    ReadableId reading = new ReadableId(parser);
    try {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        reading.object(true);
      }
    } catch (IOException e) {
      // Broken here: what was read before it stands.
    }
    return reading.ambiguous ? Optional.empty() : Optional.ofNullable(reading.id);
  }

  private void object(boolean outermost) throws IOException {
    boolean seen = false;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean wanted = parser.currentName().equals("id");
      JsonToken token = parser.nextToken();
      if (!wanted) {
        parser.skipChildren();
        continue;
      }
      ambiguous |= seen;
      seen = true;
      if (token == JsonToken.START_OBJECT && outermost) {
        object(false);
      } else if (token == JsonToken.VALUE_STRING && TaskId.isValid(parser.getText())) {
        id = new TaskId(parser.getText());
      } else {
        parser.skipChildren();
      }
    }
  }
}
