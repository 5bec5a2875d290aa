package dev.swarmworker.configuration;

import static java.util.stream.Collectors.joining;

import dev.swarmworker.artifact.ByteSize;
import dev.swarmworker.setting.Matching;
import dev.swarmworker.setting.Within;
import io.quarkus.runtime.configuration.MemorySize;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What a setting may be: its type, and what its constraints say of it. */
final class Allowed {

  private Allowed() {}

  static String of(Method method) {
    List<String> words = new ArrayList<>();
    words.add(type(method.getGenericReturnType()));
    constraints(method).forEach(words::add);
    return String.join(", ", words);
  }

  private static String type(Type type) {
    if (type instanceof ParameterizedType of) {
      String element = type(of.getActualTypeArguments()[of.getActualTypeArguments().length - 1]);
      Class<?> raw = (Class<?>) of.getRawType();
      return Collection.class.isAssignableFrom(raw) ? element + "s, comma-separated" : element;
    }
    return ofClass((Class<?>) type);
  }

  private static String ofClass(Class<?> type) {
    if (type.isEnum()) {
      return Stream.of(type.getEnumConstants())
          .map(constant -> "`" + ((Enum<?>) constant).name().toLowerCase(Locale.ROOT) + "`")
          .map(name -> name.replace('_', '-'))
          .collect(joining(" or "));
    }
    if (type == boolean.class || type == Boolean.class) {
      return "`true` or `false`";
    }
    if (type == MemorySize.class || type == ByteSize.class) {
      return "size";
    }
    if (type == String.class || type == Duration.class) {
      return type == String.class ? "text" : "duration";
    }
    return isNumber(type) ? "number" : type.getSimpleName();
  }

  private static boolean isNumber(Class<?> type) {
    return type.isPrimitive()
        || Number.class.isAssignableFrom(type)
        || List.of(OptionalInt.class, OptionalLong.class, OptionalDouble.class).contains(type);
  }

  private static Stream<String> constraints(Method method) {
    return Stream.concat(
        Stream.ofNullable(method.getAnnotation(Within.class)).flatMap(Allowed::words),
        Stream.ofNullable(method.getAnnotation(Matching.class))
            .map(form -> "matching `" + form.value() + "`"));
  }

  private static Stream<String> words(Within bounds) {
    if (bounds.least().isEmpty() || bounds.most().isEmpty()) {
      return Stream.of(
          bounds.most().isEmpty() ? "at least " + bounds.least() : "at most " + bounds.most());
    }
    return Stream.of(bounds.least() + " to " + bounds.most());
  }
}
