package io.sparkhistory.gateway;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaModifier;
import io.sparkhistory.api.PathPrefix;
import io.sparkhistory.api.TenantHostPattern;
import io.sparkhistory.fixture.Walls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The walls between the gateway's packages, and what is said nowhere. */
class WallsTest extends Walls {
  private static final String ROOT = "io.sparkhistory.gateway";

  /** Each package and those of ours that it may use. */
  private static final List<String> PACKAGES =
      List.of(
          "routing",
          "backend: routing",
          "fence: routing",
          "configuration: routing backend fence",
          "access: configuration routing",
          "token: configuration routing access",
          "listed: backend",
          "search: routing backend",
          "request: routing access backend search",
          "page: routing access backend search request",
          "http: configuration routing",
          "upstream: configuration routing backend http",
          "proxy: configuration routing access backend search request page fence http upstream",
          "kubernetes: routing access backend listed",
          "fixed: routing access backend",
          "local: routing access backend listed",
          "operations: routing access backend request");

  private static final List<String> LIBRARIES =
      List.of(
          "com.github.benmanes.caffeine..: access",
          "io.fabric8..: kubernetes",
          "io.sparkhistory.api..: kubernetes configuration listed",
          "io.sparkhistory.program.commandline..: configuration",
          "io.sparkhistory.program.admin..: operations",
          "io.sparkhistory.program.log..: configuration",
          "picocli..: configuration",
          "io.sparkhistory.informers..: kubernetes operations",
          "io.sparkhistory.historyserver..: local",
          "io.micrometer..: operations",
          "io.netty.channel..: proxy upstream operations",
          "io.netty.bootstrap..: proxy upstream",
          "io.netty.buffer..: http proxy upstream operations",
          "io.netty.util..: http proxy upstream operations",
          "com.nimbusds..: token",
          "com.fasterxml.jackson..: page kubernetes",
          "com.samskivert.mustache..: page",
          "org.snakeyaml..: fixed");

  WallsTest() {
    super(ROOT, PACKAGES, LIBRARIES);
  }

  @Test
  void onlyLocalModeStartsProcesses() {
    check(processesAreStartedOnlyBy(ROOT + ".local"));
  }

  @ParameterizedTest
  @CsvSource({
    "routing,",
    "fence,",
    "backend,",
    "search,",
    "request,",
    "page, com.samskivert.mustache com.fasterxml.jackson.core.."
  })
  void thePureOnesUseNothingButJava(String name, @Nullable String libraries) {
    String[] allowed =
        Stream.concat(
                Stream.of("java..", "org.jspecify..", ROOT + ".."),
                libraries == null ? Stream.empty() : Arrays.stream(libraries.split(" ", -1)))
            .toArray(String[]::new);
    check(
        classes()
            .that()
            .resideInAPackage(ROOT + "." + name)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(allowed)));
  }

  @Test
  void theConfigurationUsesJavaAndTheCommandLine() {
    check(
        classes()
            .that()
            .resideInAPackage(ROOT + ".configuration")
            .should()
            .onlyDependOnClassesThat(
                resideInAnyPackage(
                        "java..", "org.jspecify..", "io.sparkhistory.program..", ROOT + "..")
                    .or(type(PathPrefix.class))
                    .or(type(TenantHostPattern.class))));
  }

  @ParameterizedTest
  @CsvSource({"proxy", "upstream"})
  void theProxyNeedsNoLocksBecauseBothChannelsShareAnEventLoop(String name) throws IOException {
    check(
        fields()
            .that()
            .areDeclaredInClassesThat()
            .resideInAPackage(ROOT + "." + name)
            .should()
            .notHaveModifier(JavaModifier.VOLATILE));
    check(
        methods()
            .that()
            .areDeclaredInClassesThat()
            .resideInAPackage(ROOT + "." + name)
            .should()
            .notHaveModifier(JavaModifier.SYNCHRONIZED));
    // blocks do not show in a class's members, so the source is read
    for (Path source : sources(name)) {
      assertThat(Files.readString(source)).as(source.toString()).doesNotContain("synchronized (");
    }
  }

  private static List<Path> sources(String name) throws IOException {
    Path folder = Path.of("src/main/java", ROOT.split("\\.", -1)).resolve(name);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }
}
