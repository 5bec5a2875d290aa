package dev.swarmworker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.NullMarked;

/** What holds of every class below a base package; each rule can be held against any base. */
enum ArchitectureRule {
  EVERY_CLASS_HAS_A_ROOM(
      rooms -> classes().should().resideInAnyPackage(rooms.all()).as("every class has a room")),

  ROOMS_IMPORT_WHAT_THEY_MAY(
      rooms -> {
        List<ArchRule> rows =
            rooms.names().stream().map(name -> importsWhatItMay(rooms, name)).toList();
        return CompositeArchRule.of(rows).as("rooms import what they may");
      }),

  NO_CYCLES(rooms -> slices().matching(rooms.base() + ".(*)..").should().beFreeOfCycles()),

  TASK_KNOWS_THE_JDK_ALONE(
      rooms ->
          classes()
              .that()
              .resideInAPackage(rooms.room("task"))
              .should()
              .onlyDependOnClassesThat()
              .resideInAnyPackage("java..", "org.jspecify..", rooms.room("task"))),

  KAFKA_STAYS_AT_ITS_EDGES(
      rooms ->
          only(rooms, "kafka", "intake", "result", "local")
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage("org.apache.kafka..")),

  REDIS_STAYS_IN_STATE(
      rooms ->
          only(rooms, "state")
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(
                  "io.vertx.redis..", "io.vertx.mutiny.redis..", "io.quarkus.redis..")),

  HTTP_CLIENTS_STAY_IN_LLM(
      rooms ->
          only(rooms, "llm", "local")
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(
                  "org.eclipse.microprofile.rest.client..",
                  "io.quarkus.rest.client..",
                  "org.jboss.resteasy.reactive.client..",
                  "jakarta.ws.rs.client..",
                  "java.net.http..")
              .orShould()
              .dependOnClassesThat()
              .haveNameMatching("io\\.vertx\\.core\\.http\\.HttpClient.*")),

  /** Whoever else made spans would make them where tracing is off. */
  SPANS_STAY_IN_TRACE(
      rooms ->
          only(rooms, "trace")
              .should()
              .dependOnClassesThat()
              .resideInAPackage("io.opentelemetry..")),

  /** They are optional dependencies, which the package does not have. */
  EMBEDDED_SERVERS_STAY_IN_LOCAL(
      rooms ->
          only(rooms, "local")
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage("kafka..", "scala..", "redis..")),

  PACKAGES_ARE_NULL_MARKED(rooms -> classes().should(resideInANullMarkedPackage())),

  NO_FIELD_INJECTION(
      rooms ->
          fields()
              .should()
              .notBeAnnotatedWith(Inject.class)
              .andShould()
              .notBeAnnotatedWith(ConfigProperty.class)),

  ONE_WAY_TO_LOG(
      rooms ->
          only(rooms, "local", "log")
              .should(ACCESS_STANDARD_STREAMS)
              .orShould()
              .dependOnClassesThat()
              .resideInAPackage("java.util.logging..")),

  /** Where they come from is for the wiring to say. */
  TIME_AND_CHANCE_ARE_INJECTED(
      rooms ->
          only(rooms, "local")
              .and()
              .haveSimpleNameNotEndingWith("Beans")
              .should()
              .callMethodWhere(
                  anyOf(
                      Map.of(
                          "java.time.Clock", Set.of("system", "systemDefaultZone", "systemUTC"),
                          "java.time.Instant", Set.of("now"),
                          "java.lang.System", Set.of("currentTimeMillis"),
                          "java.lang.Math", Set.of("random"),
                          "java.util.UUID", Set.of("randomUUID"),
                          "java.util.concurrent.ThreadLocalRandom", Set.of("current"))))),

  /**
   * But those two whose job it is to let time pass: they wait for what cannot say when it is back.
   */
  NOBODY_SLEEPS(
      rooms ->
          noClasses()
              .that()
              .doNotHaveSimpleName("Patience")
              .and()
              .doNotHaveSimpleName("Outbox")
              .and()
              .doNotHaveSimpleName("KafkaResults")
              .and()
              .doNotHaveSimpleName("KafkaIntake")
              .should()
              .callMethodWhere(
                  anyOf(
                      Map.of(
                          "java.lang.Thread", Set.of("sleep"),
                          "java.util.concurrent.TimeUnit", Set.of("sleep")))));

  @SuppressWarnings("ImmutableEnumChecker") // each is a lambda that captures nothing
  private final Function<Rooms, ArchRule> rule;

  ArchitectureRule(Function<Rooms, ArchRule> rule) {
    this.rule = rule;
  }

  /** The rule, for the classes below a base package. */
  ArchRule in(Rooms rooms) {
    return rule.apply(rooms);
  }

  private static ArchRule importsWhatItMay(Rooms rooms, String name) {
    return noClasses()
        .that()
        .resideInAPackage(rooms.room(name))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(rooms.closedTo(name))
        .allowEmptyShould(true);
  }

  /** No class but those of the named rooms. */
  private static GivenClassesConjunction only(Rooms rooms, String... names) {
    return noClasses().that().resideOutsideOfPackages(rooms.rooms(names));
  }

  private static DescribedPredicate<JavaMethodCall> anyOf(Map<String, Set<String>> methods) {
    return DescribedPredicate.describe(
        "the target is one of " + new TreeMap<>(methods),
        call ->
            methods
                .getOrDefault(call.getTargetOwner().getFullName(), Set.of())
                .contains(call.getName()));
  }

  private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
    return new ArchCondition<>("reside in a @NullMarked package") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
        String message = type.getFullName() + (marked ? " is" : " is not") + " null-marked";
        events.add(new SimpleConditionEvent(type, marked, message));
      }
    };
  }
}
