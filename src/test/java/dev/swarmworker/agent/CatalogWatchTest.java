package dev.swarmworker.agent;

import static dev.swarmworker.agent.TestAgents.demand;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.swarmworker.agent.Agents.AgentView;
import dev.swarmworker.agent.Agents.Assignment;
import dev.swarmworker.agent.Agents.Selection;
import dev.swarmworker.support.Logged;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogWatchTest {

  private static final String SECRET = "sk-never-to-be-told";
  private static final String POET = "swarm.agents.poet.capabilities=poetry\n";

  /** As a worker is started: with a file of its own, and something in the environment. */
  private static final SmallRyeConfig WORKER =
      new SmallRyeConfigBuilder()
          .addDiscoveredConverters()
          .addDefaultInterceptors()
          .withSources(
              new PropertiesConfigSource(
                  Map.of(
                      "swarm.agents.coder.capabilities", "coding",
                      "swarm.agents.coder.model", "small-1",
                      "swarm.default-agent.model", "default-1"),
                  "application.properties",
                  250),
              new EnvConfigSource(
                  Map.of(
                      "ANTHROPIC_API_KEY", "k",
                      "POET_KEY", "sk-poet",
                      "SWARM_AGENTS_TESTER_CAPABILITIES", "testing",
                      "SWARM_AGENTS__NIGHT_OWL__CAPABILITIES", "night-watch"),
                  300))
          .withMapping(AgentsConfig.class)
          .withMapping(DefaultAgentConfig.class)
          .build();

  @TempDir private Path folder;

  private final List<String> told = new ArrayList<>();
  private final IndexedAgents agents =
      new IndexedAgents(
          TestAgents.settings(SelectionPolicy.LEAST_LOADED), () -> 0, new TestAgents.Diary());
  private final Catalog catalog = new Catalog(WORKER);
  private final Logged logged = new Logged(CatalogWatch.class);
  private Path file;
  private CatalogWatch watch;

  @BeforeEach
  void start() {
    agents.replace(catalog.agents(Map.of()));
    file = folder.resolve("agents.properties");
    watch = new CatalogWatch(file, catalog, agents, List.of(new Told()));
  }

  @AfterEach
  void stop() {
    logged.close();
  }

  private final class Told implements CatalogListener {
    @Override
    public void coming(List<Agent> all) {
      told.add("coming " + all.size() + " of " + agents.list().size());
    }

    @Override
    public void arrived(List<Agent> all) {
      told.add("arrived " + all.size() + " of " + agents.list().size());
    }
  }

  private void write(String content) {
    try {
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Until a change is in force. */
  private void lookTwice() {
    watch.look();
    watch.look();
  }

  private Agent agent(String id) {
    return agents.list().stream()
        .map(AgentView::agent)
        .filter(agent -> agent.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private List<String> ids() {
    return agents.list().stream().map(view -> view.agent().id()).toList();
  }

  @Test
  void changedFile_addsChangesAndRemoves_overAllThatTheWorkerWasStartedWith() {
    write(
        POET
            + """
            swarm.agents.poet.provider=openai
            swarm.agents.poet.base-url=http://poets:8000/
            swarm.agents.poet.api-key=${POET_KEY}
            swarm.agents.coder.model=large-1
            swarm.agents.tester.enabled=false
            swarm.default-agent.model=default-2
            """);

    lookTwice();

    assertThat(ids()).containsExactly("coder", "night.owl", "poet");
    assertThat(agent("poet").provider())
        .isEqualTo(new Agent.Provider(Agent.Protocol.OPENAI, "http://poets:8000", "sk-poet"));
    assertThat(agent("poet").model()).isEqualTo("default-2");
    assertThat(agent("coder").model()).isEqualTo("large-1");
    assertThat(agent("coder").provider().apiKey()).isEqualTo("k");
    assertThat(watch.isCurrent()).isTrue();
    assertThat(told).containsExactly("coming 3 of 3", "arrived 3 of 3");
    assertThat(logged.lines())
        .containsExactly("Agents configured anew by " + file + ": 1 added, 2 changed, 1 removed");
  }

  @Test
  void settingTakenOutOfTheFile_isAgainWhatItWas() {
    write(POET + "swarm.agents.coder.model=large-1");
    lookTwice();

    write("# nothing");
    lookTwice();

    assertThat(ids()).containsExactly("coder", "night.owl", "tester");
    assertThat(agent("coder").model()).isEqualTo("small-1");
  }

  @Test
  void fileThatIsBeingWritten_isNotTakenBeforeItIsWhole() {
    write(POET);
    watch.look();
    write(POET + "swarm.agents.poet.enabled=false");
    watch.look();
    assertThat(told).isEmpty();

    watch.look();

    assertThat(told).hasSize(2);
    assertThat(ids()).doesNotContain("poet");
  }

  @Test
  void fileThatStaysAsItIs_isNotLookedInto_andSaysNothing() {
    write(POET);
    lookTwice();
    lookTwice();

    assertThat(told).hasSize(2);
    assertThat(logged.lines()).hasSize(1);
  }

  @Test
  void runningCall_keepsItsSlotAndAgent_andGivesItBack() {
    write(POET + "swarm.agents.poet.max-concurrency=1");
    lookTwice();
    Assignment running = TestAgents.assigned(agents.select(demand("poetry")));

    write(POET + "swarm.agents.poet.max-concurrency=1\nswarm.agents.poet.model=verse-2");
    lookTwice();

    assertThat(running.agent().model()).isEqualTo("default-1");
    assertThat(agents.select(demand("poetry"))).isEqualTo(new Selection.Busy());
    running.close();
    assertThat(TestAgents.assigned(agents.select(demand("poetry"))).agent().model())
        .isEqualTo("verse-2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "swarm.agents.poet.modle=x",
        "swarm.agents.poet.max-concurrency=many",
        "swarm.agents.poet.max-concurrency=0",
        "swarm.agents.poet.provider=foo",
        "swarm.agents.poet.base-url=poets",
        "swarm.agents.poet.model=${NO_SUCH_VARIABLE}",
        "swarm.default-agent.max-concurrency=0",
        "swarm.pool.max=7",
      })
  void wrongFile_changesNothing_andItsKeyIsNamedOnce(String wrong) {
    List<AgentView> before = agents.list();
    write(POET + "swarm.agents.poet.api-key=" + SECRET + "\n" + wrong);

    lookTwice();
    lookTwice();

    assertThat(agents.list()).isEqualTo(before);
    assertThat(watch.isCurrent()).isFalse();
    assertThat(told).isEmpty();
    assertThat(logged.lines())
        .singleElement()
        .asString()
        .startsWith("Agents stay as they are, for " + file + " is not taken: ")
        .contains(wrong.substring(0, wrong.indexOf('=')))
        .doesNotContain("\n", SECRET);

    write(POET);
    lookTwice();
    assertThat(watch.isCurrent()).isTrue();
    assertThat(ids()).contains("poet");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "swarm.agents.poet.api-key=" + SECRET + "${\nswarm.agents.poet.max-concurrency=0",
        "swarm.agents.poet.api-key=" + SECRET + "\\u00zz",
        "swarm.agents.poet.base-url=http://me:" + SECRET + "@poets",
        SECRET,
        SECRET + "=x",
      })
  void secretInAWrongFile_isNotSaid(String wrong) {
    write(POET + wrong);

    lookTwice();

    assertThat(watch.isCurrent()).isFalse();
    assertThat(logged.lines()).singleElement().asString().doesNotContain("never-to-be");
  }

  @Test
  void listenerThatFailsOnArrival_keepsItFromNobody_andIsToldAgain() {
    AtomicInteger failures = new AtomicInteger(2);
    CatalogListener failing =
        new CatalogListener() {
          @Override
          public void arrived(List<Agent> all) {
            if (failures.getAndDecrement() > 0) {
              throw new IllegalArgumentException("unforeseen");
            }
          }
        };
    watch = new CatalogWatch(file, catalog, agents, List.of(failing, new Told(), failing));
    write(POET);
    watch.look();

    assertThatThrownBy(watch::look)
        .hasMessage("unforeseen")
        .satisfies(thrown -> assertThat(thrown.getSuppressed()).hasSize(1));

    assertThat(ids()).contains("poet");
    assertThat(told).containsExactly("coming 4 of 3", "arrived 4 of 4");
    assertThat(watch.isCurrent()).isFalse();
    assertThat(logged.lines()).hasSize(1);

    watch.look();
    assertThat(watch.isCurrent()).isTrue();
    assertThat(told).hasSize(4);
    watch.look();
    assertThat(told).hasSize(4);
    assertThat(logged.lines()).hasSize(1);
  }

  @Test
  void listenerThatFailsBeforehand_keepsTheAgents_andIsAskedAgain() {
    AtomicInteger failures = new AtomicInteger(1);
    CatalogListener failing =
        new CatalogListener() {
          @Override
          public void coming(List<Agent> all) {
            if (failures.getAndDecrement() > 0) {
              throw new IllegalStateException("unforeseen");
            }
          }
        };
    watch = new CatalogWatch(file, catalog, agents, List.of(failing));
    write(POET);
    watch.look();

    assertThatThrownBy(watch::look).hasMessage("unforeseen");

    assertThat(ids()).doesNotContain("poet");
    assertThat(watch.isCurrent()).isFalse();
    watch.look();
    assertThat(ids()).contains("poet");
    assertThat(watch.isCurrent()).isTrue();
  }

  @Test
  void missingFile_isSaidOnce_andTakenAgainOnceItIsBack() throws IOException {
    write(POET);
    lookTwice();
    Files.delete(file);

    lookTwice();

    assertThat(ids()).contains("poet");
    assertThat(watch.isCurrent()).isFalse();
    assertThat(logged.lines()).hasSize(2).last().asString().contains("NoSuchFileException");

    write(POET);
    lookTwice();
    assertThat(watch.isCurrent()).isTrue();
    assertThat(logged.lines()).hasSize(2);
  }

  /** A mounted ConfigMap: what is read is a link into a folder that is a link itself. */
  @Test
  void linkTurnedToAnOlderFile_isAChange() throws IOException {
    Path first = Files.createDirectory(folder.resolve("..2"));
    Path second = Files.createDirectory(folder.resolve("..1"));
    Files.writeString(first.resolve("agents.properties"), POET);
    Files.writeString(second.resolve("agents.properties"), "swarm.agents.bard.capabilities=song");
    Files.setLastModifiedTime(second.resolve("agents.properties"), FileTime.fromMillis(0));
    Path data = Files.createSymbolicLink(folder.resolve("..data"), first);
    Files.createSymbolicLink(file, data.resolve("agents.properties"));
    lookTwice();
    assertThat(ids()).contains("poet");

    Path turned = Files.createSymbolicLink(folder.resolve("..data_tmp"), second);
    Files.move(turned, data, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    lookTwice();

    assertThat(ids()).contains("bard").doesNotContain("poet");
  }
}
