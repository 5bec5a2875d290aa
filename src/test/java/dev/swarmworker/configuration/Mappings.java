package dev.swarmworker.configuration;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.config.ConfigMapping;
import java.util.Comparator;
import java.util.List;

/** The application's configuration interfaces, whichever package they are in. */
public final class Mappings {

  private Mappings() {}

  /** All whose keys are our own, by prefix. */
  public static List<Class<?>> all() {
    return new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.swarmworker")
            .stream()
            .filter(type -> type.isAnnotatedWith(ConfigMapping.class))
            .<Class<?>>map(JavaClass::reflect)
            .filter(mapping -> prefix(mapping).matches("swarm(\\..*)?"))
            .sorted(Comparator.comparing(Mappings::prefix))
            .toList();
  }

  static String prefix(Class<?> mapping) {
    return mapping.getAnnotation(ConfigMapping.class).prefix();
  }
}
