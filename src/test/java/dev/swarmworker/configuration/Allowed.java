package dev.swarmworker.configuration;

import static java.util.stream.Collectors.joining;

import dev.swarmworker.artifact.ByteSize;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.validation.Constraint;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.hibernate.validator.constraints.Range;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** What a setting may be: its type, and what its constraints say of it. */
final class Allowed {

  private Allowed() {}

  static String of(Method method) {
    List<String> words = new ArrayList<>();
    words.add(type(method.getGenericReturnType()));
    constraints(method).map(Allowed::words).forEach(words::add);
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

  /** Of the method, of what it gives, and of what is in that. */
  private static Stream<Annotation> constraints(Method method) {
    AnnotatedType type = method.getAnnotatedReturnType();
    Stream<AnnotatedType> inside =
        type instanceof AnnotatedParameterizedType of
            ? Stream.of(of.getAnnotatedActualTypeArguments())
            : Stream.of();
    return Stream.concat(
            Stream.of(method.getAnnotations()),
            Stream.concat(Stream.of(type), inside).flatMap(t -> Stream.of(t.getAnnotations())))
        .distinct()
        .filter(a -> a.annotationType().isAnnotationPresent(Constraint.class));
  }

  private static String words(Annotation constraint) {
    return switch (constraint) {
      case Range range -> range.min() + " to " + range.max();
      case Min min -> "at least " + min.value();
      case Max max -> "at most " + max.value();
      case DecimalMin min -> (min.inclusive() ? "at least " : "more than ") + min.value();
      case DecimalMax max -> (max.inclusive() ? "at most " : "less than ") + max.value();
      case Pattern pattern -> "matching `" + pattern.regexp() + "`";
      case DurationMin m ->
          "at least " + time(m.days(), m.hours(), m.minutes(), m.seconds(), m.millis()).orElse("0");
      case DurationMax m ->
          "at most " + time(m.days(), m.hours(), m.minutes(), m.seconds(), m.millis()).orElse("0");
      // One that nobody has used before: its name says something, its message more.
      default -> constraint.annotationType().getSimpleName();
    };
  }

  private static Optional<String> time(
      long days, long hours, long minutes, long seconds, long millis) {
    List<String> parts = new ArrayList<>();
    part(parts, days, "d");
    part(parts, hours, "h");
    part(parts, minutes, "m");
    part(parts, seconds, "s");
    part(parts, millis, "ms");
    return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", parts));
  }

  private static void part(List<String> parts, long number, String unit) {
    if (number > 0) {
      parts.add(number + unit);
    }
  }
}
