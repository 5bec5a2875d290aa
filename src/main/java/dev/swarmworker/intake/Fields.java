package dev.swarmworker.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import dev.swarmworker.task.Utf16;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Typed reading of one JSON object. Whatever is wrong is thrown as {@link InvalidField}, which
 * names the field and its bound, never its value. JSON null is the same as an absent field.
 */
final class Fields {

  /** Longest name of a capability, an agent or a type of agents, in characters. */
  static final int MAX_NAME = 64;

  /** Most names in one list. */
  static final int MAX_NAMES = 64;

  private final @Nullable JsonNode object;
  private final Supplier<String> path;

  /**
   * @param path made where it is needed: of a long array, once at most
   */
  private Fields(@Nullable JsonNode object, Supplier<String> path) {
    this.object = object;
    this.path = path;
  }

  static Fields root(JsonNode object) {
    return new Fields(object, () -> "");
  }

  @Nullable JsonNode any(String name) {
    JsonNode value = object == null ? null : object.get(name);
    return value == null || value.isNull() ? null : value;
  }

  /** The object at {@code name}; where absent, one without fields. */
  Fields object(String name) {
    return objectOf(any(name), () -> at(name));
  }

  @Nullable String text(String name) {
    JsonNode value = any(name);
    return value == null ? null : textOf(value, () -> at(name));
  }

  /** Like {@link #text}, bounded in characters. */
  @Nullable String text(String name, int min, int max) {
    String value = text(name);
    if (value != null && (value.length() < min || value.length() > max)) {
      throw invalid(name, "must have %d to %d characters".formatted(min, max));
    }
    return value;
  }

  @Nullable Integer integer(String name, int min, int max) {
    JsonNode value = any(name);
    if (value == null) {
      return null;
    }
    // By its double first: a decimal with a huge exponent must not be written out in full.
    boolean whole = value.isNumber() && value.asDouble() % 1 == 0;
    if (!whole
        || Math.abs(value.asDouble()) > Integer.MAX_VALUE
        || !value.canConvertToInt()
        || value.intValue() < min
        || value.intValue() > max) {
      throw invalid(name, "must be a whole number from %d to %d".formatted(min, max));
    }
    return value.intValue();
  }

  @Nullable Double number(String name, double min, double max) {
    JsonNode value = any(name);
    if (value == null) {
      return null;
    }
    if (!value.isNumber() || !(value.asDouble() >= min && value.asDouble() <= max)) {
      throw invalid(
          name, String.format(Locale.ROOT, "must be a number from %.0f to %.0f", min, max));
    }
    return value.asDouble();
  }

  boolean flag(String name, boolean otherwise) {
    JsonNode value = any(name);
    if (value == null) {
      return otherwise;
    }
    if (!value.isBoolean()) {
      throw invalid(name, "must be true or false");
    }
    return value.booleanValue();
  }

  /**
   * The names in the array at {@code name}, {@link #MAX_NAMES} of {@link #MAX_NAME} characters at
   * most; none where absent.
   */
  List<String> names(String name) {
    return few(name, Fields::nameOf);
  }

  /** Like {@link #names}; of objects, the {@code id} is taken. */
  List<String> ids(String name) {
    return few(
        name,
        (element, where) ->
            element.isObject()
                ? bounded(objectOf(element, where).required("id"), () -> where.get() + ".id")
                : nameOf(element, where));
  }

  private <T> List<T> few(String name, BiFunction<JsonNode, Supplier<String>, T> read) {
    JsonNode array = any(name);
    if (array != null && array.isArray() && array.size() > MAX_NAMES) {
      throw invalid(name, "must have at most " + MAX_NAMES + " elements");
    }
    return elements(name, read);
  }

  private static String nameOf(JsonNode value, Supplier<String> where) {
    return bounded(textOf(value, where), where);
  }

  private static String bounded(String name, Supplier<String> where) {
    if (name.length() > MAX_NAME) {
      throw new InvalidField(where.get(), "must have at most " + MAX_NAME + " characters");
    }
    return name;
  }

  /** The string {@code field} of each object in the array at {@code name}, where it is there. */
  List<String> textOfEach(String name, String field) {
    List<String> found = new ArrayList<>();
    for (Fields element : elements(name, Fields::objectOf)) {
      String value = element.text(field);
      if (value != null) {
        found.add(value);
      }
    }
    return List.copyOf(found);
  }

  InvalidField invalid(String name, String rule) {
    return new InvalidField(at(name), rule);
  }

  private String required(String name) {
    String value = text(name);
    if (value == null) {
      throw invalid(name, "is required");
    }
    return value;
  }

  private <T> List<T> elements(String name, BiFunction<JsonNode, Supplier<String>, T> read) {
    JsonNode array = any(name);
    if (array == null) {
      return List.of();
    }
    if (!array.isArray()) {
      throw invalid(name, "must be an array");
    }
    List<T> found = new ArrayList<>(array.size());
    for (int i = 0; i < array.size(); i++) {
      int index = i;
      found.add(read.apply(array.get(i), () -> at(name) + "[" + index + "]"));
    }
    return found;
  }

  private static String textOf(JsonNode value, Supplier<String> where) {
    if (value.getNodeType() != JsonNodeType.STRING) {
      throw new InvalidField(where.get(), "must be a string");
    }
    return Utf16.wellFormed(value.textValue());
  }

  private static Fields objectOf(@Nullable JsonNode value, Supplier<String> where) {
    if (value != null && !value.isObject()) {
      throw new InvalidField(where.get(), "must be an object");
    }
    return new Fields(value, where);
  }

  private String at(String name) {
    String prefix = path.get();
    return prefix.isEmpty() ? name : prefix + "." + name;
  }

  /** A field breaks its rule. Control flow within the decoder only; it never leaves it. */
  static final class InvalidField extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidField(String where, String rule) {
      super(where + " " + rule, null, false, false);
    }

    String rule() {
      return String.valueOf(getMessage());
    }
  }
}
