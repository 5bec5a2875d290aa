package dev.swarmworker.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page of keys says what the interfaces say, and so do the tables that people write. */
class ConfigurationPageTest {

  private static final String WRITE = "configuration.page.write";
  private static final String HOW =
      "to make it anew: ./mvnw test -Dtest=ConfigurationPageTest -D" + WRITE;

  private static final ConfigurationPage PAGE = ConfigurationPage.ofTheApplication();

  @Test
  void page_isWhatTheInterfacesSay() throws IOException {
    String right = PAGE.below(Files.readString(ConfigurationPage.FILE));
    if (System.getProperty(WRITE) != null) {
      Files.writeString(ConfigurationPage.FILE, right);
    }

    assertThat(Files.readString(ConfigurationPage.FILE)).as(HOW).isEqualTo(right);
  }

  @Test
  void keys_areThoseThatAreRead() {
    Set<String> read =
        Mappings.all().stream()
            .flatMap(
                m -> ConfigMappings.getProperties(ConfigClass.configClass(m)).keySet().stream())
            .filter(name -> !name.endsWith("[*]")) // a list's other notation
            .collect(Collectors.toSet());

    assertThat(PAGE.keys())
        .extracting(key -> key.name().replace("<id>", "*"))
        .containsExactlyInAnyOrderElementsOf(read);
  }

  @Test
  void everyKey_saysWhatItMeans() {
    assertThat(PAGE.keys())
        .allSatisfy(key -> assertThat(key.meaning()).as(key.name()).isNotBlank());
    assertThat(PAGE.sections())
        .allSatisfy(section -> assertThat(section.meaning()).as(section.prefix()).isNotBlank());
  }

  /** A number or a time without a bound is one that somebody forgot. */
  @Test
  void everyNumberAndTime_hasBounds() {
    assertThat(PAGE.keys())
        .filteredOn(key -> key.allowed().equals("number") || key.allowed().equals("duration"))
        .allSatisfy(
            key -> assertThat(key.meaning()).as(key.name()).containsPattern("\\d.* to \\d"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"docs/contract.md", "README.md"})
  void tableWrittenByHand_saysTheSameDefaults(String file) throws IOException {
    Map<String, String> said = KeyTable.of(Files.readString(Path.of(file)));
    Map<String, String> standards =
        PAGE.keys().stream().collect(Collectors.toMap(Key::name, k -> "" + k.standard()));

    assertThat(said).hasSizeGreaterThan(25);
    assertThat(standards).containsKeys(said.keySet().toArray(String[]::new));
    said.forEach(
        (key, standard) -> {
          if (!standard.isEmpty()) {
            assertThat(standards).as(file).containsEntry(key, standard);
          }
        });
  }

  @Test
  void readme_namesEveryKeyOfTheContract() throws IOException {
    Map<String, String> contract = KeyTable.of(Files.readString(Path.of("docs/contract.md")));

    assertThat(KeyTable.of(Files.readString(Path.of("README.md")))).containsAllEntriesOf(contract);
  }
}
