package dev.swarmworker.setting;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.ConfigValidationException.Problem;
import io.smallrye.config.ConfigValidator;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SmallRyeConfigBuilderCustomizer;
import io.smallrye.config.common.utils.StringUtil;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Holds each setting of ours against its bounds ({@link Within}, {@link Matching}) while the
 * configuration is read: the first thing that happens at a start. All that is wrong in one group is
 * told at once.
 */
public final class Limits implements ConfigValidator, SmallRyeConfigBuilderCustomizer {

  private static final String OURS = "dev.swarmworker.";

  @Override
  public void configBuilder(SmallRyeConfigBuilder builder) {
    builder.withValidator(this);
  }

  @Override
  public void validateMapping(Class<?> mapping, String prefix, Object settings) {
    if (!mapping.getName().startsWith(OURS)) {
      return;
    }
    List<Problem> problems = new ArrayList<>();
    check(mapping, prefix, settings, problems);
    if (!problems.isEmpty()) {
      throw new ConfigValidationException(problems.toArray(Problem[]::new));
    }
  }

  private static void check(
      Class<?> group, String prefix, Object settings, List<Problem> problems) {
    for (Method setting : group.getMethods()) {
      String key = prefix + "." + StringUtil.skewer(setting.getName());
      Within within = setting.getAnnotation(Within.class);
      Matching matching = setting.getAnnotation(Matching.class);
      if (within != null) {
        tell(key, wrong(value(setting, settings), within), problems);
      } else if (matching != null) {
        values(value(setting, settings))
            .forEach(value -> tell(key, wrong(value, matching), problems));
      } else if (setting.getReturnType().getEnclosingClass() == group) {
        check(setting.getReturnType(), key, value(setting, settings), problems);
      }
    }
  }

  private static Object value(Method setting, Object settings) {
    try {
      setting.setAccessible(true); // most groups are known to their own package only
      return setting.invoke(settings);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(setting + " cannot be read", e);
    }
  }

  private static Stream<?> values(Object value) {
    return switch (value) {
      case Optional<?> optional -> optional.stream().flatMap(Limits::values);
      case Collection<?> several -> several.stream();
      default -> Stream.of(value);
    };
  }

  private static void tell(String key, @Nullable String wrong, List<Problem> problems) {
    if (wrong != null) {
      problems.add(new Problem(key + " " + wrong));
    }
  }

  private static @Nullable String wrong(Object value, Within bounds) {
    boolean fits =
        switch (value) {
          case Duration duration ->
              fits(
                  duration,
                  DurationConverter.parseDuration(bounds.least()),
                  DurationConverter.parseDuration(bounds.most()));
          case Double number when !Double.isFinite(number) -> false;
          default ->
              fits(new BigDecimal(value.toString()), number(bounds.least()), number(bounds.most()));
        };
    return fits ? null : "is " + value + ", must be " + inWords(bounds);
  }

  private static <T extends Comparable<T>> boolean fits(
      T value, @Nullable T least, @Nullable T most) {
    return (least == null || value.compareTo(least) >= 0)
        && (most == null || value.compareTo(most) <= 0);
  }

  private static @Nullable BigDecimal number(String bound) {
    return bound.isEmpty() ? null : new BigDecimal(bound);
  }

  private static String inWords(Within bounds) {
    if (bounds.most().isEmpty()) {
      return bounds.least() + " or more";
    }
    return bounds.least().isEmpty()
        ? bounds.most() + " or less"
        : bounds.least() + " to " + bounds.most();
  }

  private static @Nullable String wrong(Object value, Matching form) {
    if (value.toString().matches(form.value())) {
      return null;
    }
    return form.otherwise().isEmpty()
        ? "is '" + value + "', must match " + form.value()
        : form.otherwise();
  }
}
