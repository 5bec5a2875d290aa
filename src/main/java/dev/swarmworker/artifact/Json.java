package dev.swarmworker.artifact;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.swarmworker.json.PooledJson;
import java.io.IOException;

/** JSON, as far as artifacts need it. */
final class Json {

  private static final JsonFactory FACTORY = PooledJson.factory();

  private Json() {}

  /** Whether {@code text} is one JSON value and nothing more. */
  static boolean isValid(String text) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();
      return parser.nextToken() == null;
    } catch (IOException _) {
      return false;
    }
  }
}
