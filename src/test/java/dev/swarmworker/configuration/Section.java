package dev.swarmworker.configuration;

import io.smallrye.config.ConfigMapping.NamingStrategy;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import io.smallrye.config.WithParentName;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The keys of one interface.
 *
 * @param prefix of all its keys
 * @param meaning its Javadoc
 * @param keys in the order of the source
 */
record Section(String prefix, String meaning, List<Key> keys) {

  /**
   * @param standards what {@code application.properties} says of keys that have no default of their
   *     own
   */
  static Section of(Class<?> mapping, Properties standards) {
    Javadocs docs = Javadocs.of(mapping);
    String prefix = Mappings.prefix(mapping);
    List<Key> keys = new Walk(docs, standards).keys(prefix, mapping).toList();
    return new Section(prefix, docs.of(mapping.getSimpleName()), keys);
  }

  private record Walk(Javadocs docs, Properties standards) {

    Stream<Key> keys(String prefix, Class<?> group) {
      return Stream.of(group.getMethods())
          .filter(method -> Modifier.isAbstract(method.getModifiers()))
          .sorted(docs.inOrder())
          .flatMap(method -> keys(name(prefix, method), method));
    }

    private Stream<Key> keys(String name, Method method) {
      Type type = method.getGenericReturnType();
      if (type instanceof ParameterizedType map && map.getRawType() == Map.class) {
        Type value = map.getActualTypeArguments()[1];
        return value instanceof Class<?> group && group.isInterface()
            ? keys(name + ".<id>", group)
            : Stream.of(key(name + ".<id>", method));
      }
      return type instanceof Class<?> group && isGroup(group)
          ? keys(name, group)
          : Stream.of(key(name, method));
    }

    private Key key(String name, Method method) {
      return new Key(name, Allowed.of(method), standard(name, method), docs.of(method));
    }

    private String standard(String name, Method method) {
      WithDefault said = method.getAnnotation(WithDefault.class);
      return said == null ? standards.getProperty(name) : said.value();
    }

    private static boolean isGroup(Class<?> type) {
      return type.isInterface() && type.getName().startsWith("dev.swarmworker.");
    }

    private static String name(String prefix, Method method) {
      if (method.isAnnotationPresent(WithParentName.class)) {
        return prefix;
      }
      WithName said = method.getAnnotation(WithName.class);
      return prefix
          + "."
          + (said == null ? NamingStrategy.KEBAB_CASE.apply(method.getName()) : said.value());
    }
  }
}
