package io.sparkhistory.gateway;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.sparkhistory.api.PathPrefix;
import io.sparkhistory.api.TenantHostPattern;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The walls between the gateway's packages, and what is said nowhere. */
class WallsTest {
  private static final String ROOT = "io.sparkhistory.gateway";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  /** Each package and those of ours that it may use. */
  private static final String[] PACKAGES = {
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
    "operations: routing access backend request"
  };

  @Test
  void aPackageUsesOnlyThoseBelowIt() {
    for (String line : PACKAGES) {
      String[] parts = line.split(": ", -1);
      String[] allowed =
          Stream.concat(
                  Stream.of(parts[0]),
                  parts.length == 1 ? Stream.empty() : Arrays.stream(parts[1].split(" ", -1)))
              .map(name -> ROOT + "." + name)
              .toArray(String[]::new);
      check(
          noClasses()
              .that()
              .resideInAPackage(ROOT + "." + parts[0])
              .should()
              .dependOnClassesThat(
                  resideInAPackage(ROOT + "..").and(not(resideInAnyPackage(allowed)))));
    }
  }

  @Test
  void everyPackageIsInTheTable() {
    String[] known =
        Stream.concat(
                Stream.of(ROOT),
                Arrays.stream(PACKAGES).map(line -> ROOT + "." + line.split(":", -1)[0]))
            .toArray(String[]::new);
    check(classes().should().resideInAnyPackage(known));
  }

  @Test
  void noPackagesUseEachOtherInACircle() {
    check(slices().matching(ROOT + ".(*)..").should().beFreeOfCycles());
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
  @CsvSource({
    "com.github.benmanes.caffeine.., access",
    "io.fabric8.., kubernetes",
    "io.sparkhistory.api.., kubernetes configuration listed",
    "io.sparkhistory.program.commandline.., configuration",
    "io.sparkhistory.program.admin.., operations",
    "io.sparkhistory.program.log.., configuration",
    "picocli.., configuration",
    "io.sparkhistory.informers.., kubernetes operations",
    "io.sparkhistory.historyserver.., local",
    "io.micrometer.., operations",
    "io.netty.channel.., proxy upstream operations",
    "io.netty.bootstrap.., proxy upstream",
    "io.netty.buffer.., http proxy upstream operations",
    "io.netty.util.., http proxy upstream operations",
    "com.nimbusds.., token",
    "com.fasterxml.jackson.., page kubernetes",
    "com.samskivert.mustache.., page",
    "org.snakeyaml.., fixed"
  })
  void aLibraryHasItsPlace(String library, String places) {
    String[] allowed =
        Stream.concat(
                Stream.of(ROOT), // which wires them
                Arrays.stream(places.split(" ", -1)).map(place -> ROOT + "." + place))
            .toArray(String[]::new);
    check(
        noClasses()
            .that(not(resideInAnyPackage(allowed)))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(library));
  }

  @Test
  void onlyLocalModeStartsProcesses() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".local")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(ProcessBuilder.class)
            .orShould()
            .callMethodWhere(target(owner(type(Runtime.class))).and(target(name("exec")))));
  }

  /** Nobody's bytes say which class is made, and no wall of the JVM is climbed. */
  @Test
  void nothingIsDeserializedAndNothingIsPriedOpen() {
    check(
        noClasses()
            .should()
            .dependOnClassesThat()
            .areAssignableTo(ObjectInputStream.class)
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.beans.XMLDecoder")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("sun.misc.Unsafe")
            .orShould()
            .callMethodWhere(target(name("setAccessible")))
            .orShould()
            .callMethodWhere(target(name("activateDefaultTyping"))));
    check(
        noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.lang.reflect..")
            .orShould()
            .callMethodWhere(target(owner(type(Class.class))).and(target(name("forName")))));
  }

  @Test
  void namesSayWhatATypeIs() {
    check(
        noClasses()
            .should()
            .haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager|Common|Impl)(\\$.*)?"));
  }

  @Test
  void onlyMainReadsTheClockPrintsOrExits() {
    check(
        noClasses()
            .that()
            .doNotHaveSimpleName("Main")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err"));
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

  /** Also where there is nothing of that kind yet. */
  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(CLASSES);
  }
}
