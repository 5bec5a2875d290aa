package dev.swarmworker.artifact;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.swarmworker.json.PooledJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the names in a task's {@code input.artifacts[]}: strings, and objects with a {@code path},
 * as a result's {@code artifact} is one.
 *
 * <p>An input may be any JSON, and its {@code artifacts} something of the producer's own: an array
 * that begins with anything else has no names.
 */
final class InputNames {

  private static final JsonFactory FACTORY = PooledJson.factory();

  private InputNames() {}

  /**
   * The names, or nothing where a later element of the array is none.
   *
   * @param input JSON
   */
  static Optional<List<String>> in(String input) {
    try (JsonParser parser = FACTORY.createParser(input)) {
      return parser.nextToken() == JsonToken.START_OBJECT
          ? inObject(parser)
          : Optional.of(List.of());
    } catch (IOException _) {
      return Optional.of(List.of()); // No JSON: the decoder's matter, which let it pass.
    }
  }

  private static Optional<List<String>> inObject(JsonParser parser) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean wanted = parser.currentName().equals("artifacts");
      JsonToken value = parser.nextToken();
      if (wanted && value == JsonToken.START_ARRAY) {
        return inArray(parser);
      }
      parser.skipChildren();
    }
    return Optional.of(List.of());
  }

  private static Optional<List<String>> inArray(JsonParser parser) throws IOException {
    List<String> names = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      Optional<String> name = name(parser);
      if (name.isEmpty()) {
        return names.isEmpty() ? Optional.of(List.of()) : Optional.empty();
      }
      names.add(name.get());
    }
    return Optional.of(names);
  }

  private static Optional<String> name(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> Optional.of(parser.getText());
      case START_OBJECT -> path(parser);
      default -> Optional.empty();
    };
  }

  /** The object's path; leaves the parser at its end. */
  private static Optional<String> path(JsonParser parser) throws IOException {
    Optional<String> path = Optional.empty();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean wanted = parser.currentName().equals("path");
      if (parser.nextToken() == JsonToken.VALUE_STRING && wanted) {
        path = Optional.of(parser.getText());
      }
      parser.skipChildren();
    }
    return path;
  }
}
