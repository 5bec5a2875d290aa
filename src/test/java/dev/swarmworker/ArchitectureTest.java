package dev.swarmworker;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds the rules against the application, and against rooms that break each of them. */
class ArchitectureTest {

  private static final Rooms APPLICATION = new Rooms("dev.swarmworker");
  private static final Rooms BROKEN = new Rooms("dev.swarmworker.broken");

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(APPLICATION.base());
  private static final JavaClasses BROKEN_ROOMS =
      new ClassFileImporter().importPackages(BROKEN.base());

  @ParameterizedTest
  @EnumSource
  void rule_holdsInTheApplication(ArchitectureRule rule) {
    rule.in(APPLICATION).check(MAIN);
  }

  @ParameterizedTest
  @EnumSource
  void rule_failsWhereItIsBroken(ArchitectureRule rule) {
    List<String> report = rule.in(BROKEN).evaluate(BROKEN_ROOMS).getFailureReport().getDetails();

    for (String culprit : breaking(rule)) {
      assertThat(report).as(culprit).anyMatch(line -> line.contains(culprit));
    }
  }

  @Test
  void everyRoom_isThere() {
    for (String room : APPLICATION.names()) {
      assertThat(MAIN.containPackage(APPLICATION.base() + "." + room)).as(room).isTrue();
    }
  }

  @Test
  void tests_sleepNowhere() {
    JavaClasses tests =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("/swarmworker/broken/"))
            .importPackages(APPLICATION.base());

    ArchitectureRule.NOBODY_SLEEPS.in(APPLICATION).check(tests);
  }

  private static List<String> breaking(ArchitectureRule rule) {
    return switch (rule) {
      case EVERY_CLASS_HAS_A_ROOM -> List.of("util.HasNoRoom");
      case ROOMS_IMPORT_WHAT_THEY_MAY -> List.of("agent.KnowsState", "worker.KnowsIntake");
      case NO_CYCLES -> List.of("worker.KnowsIntake", "intake.KnowsWorker");
      case TASK_KNOWS_THE_JDK_ALONE -> List.of("task.KnowsBeans");
      case KAFKA_STAYS_AT_ITS_EDGES -> List.of("state.KnowsKafka");
      case REDIS_STAYS_IN_STATE -> List.of("intake.KnowsRedis");
      case HTTP_CLIENTS_STAY_IN_LLM -> List.of("worker.KnowsHttp");
      case SPANS_STAY_IN_TRACE -> List.of("worker.KnowsSpans");
      case EMBEDDED_SERVERS_STAY_IN_LOCAL -> List.of("state.KnowsEmbeddedRedis");
      case PACKAGES_ARE_NULL_MARKED -> List.of("api.Unmarked");
      case NO_FIELD_INJECTION -> List.of("monitor.InjectsFields");
      case ONE_WAY_TO_LOG -> List.of("history.Prints", "history.LogsElsewhere");
      case TIME_AND_CHANCE_ARE_INJECTED -> List.of("history.ReadsTheClock");
      case NOBODY_SLEEPS -> List.of("dispatch.Sleeps");
    };
  }
}
