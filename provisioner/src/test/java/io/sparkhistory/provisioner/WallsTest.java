package io.sparkhistory.provisioner;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.fabric8.kubernetes.client.Client;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.ObjectInputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The walls between the provisioner's packages and around them, and what is said nowhere. */
class WallsTest {
  private static final String ROOT = "io.sparkhistory.provisioner";
  private static final String API = "io.sparkhistory.api";
  private static final JavaClasses CLASSES = classesOf(ROOT);

  /** Each package and those of ours that it may use. */
  private static final String[] PACKAGES = {
    "spec",
    "objects: spec",
    "state: spec",
    "apply: spec",
    "operations",
    "configuration: objects",
    "control: configuration spec objects state apply operations"
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

  /** They share resources of the cluster and the module that describes them, and no code. */
  @Test
  void theGatewayIsNotUsed() {
    check(noClasses().should().dependOnClassesThat().resideInAPackage("io.sparkhistory.gateway.."));
  }

  @Test
  void theApiUsesNothingOfOursAndNothingThatActs() {
    classes()
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "com.fasterxml.jackson.annotation..",
                    "com.fasterxml.jackson.databind.annotation..",
                    "io.fabric8.generator.annotation..",
                    "io.fabric8.crd.generator.annotation..",
                    "io.fabric8.kubernetes.api.model..",
                    "io.fabric8.kubernetes.model..",
                    API)
                .or(type(CustomResource.class)))
        .check(classesOf(API));
  }

  @ParameterizedTest
  @CsvSource({"spec", "objects", "state"})
  void whatDecidesTalksToNobody(String name) {
    check(
        noClasses()
            .that()
            .resideInAPackage(ROOT + "." + name)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "java.net..", "java.nio.file..", "java.io..", "org.slf4j..", "io.micrometer..")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Client.class));
  }

  @ParameterizedTest
  @CsvSource({
    "io.javaoperatorsdk.., apply control",
    "io.micrometer.., operations",
    "com.sun.net.httpserver.., operations",
    "io.sparkhistory.program.., configuration",
    "picocli.., configuration",
    "org.snakeyaml.., spec"
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
  void noProcessIsStarted() {
    check(
        noClasses()
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
            .dependOnClassesThat()
            .resideInAPackage("java.lang.reflect..")
            .orShould()
            .callMethodWhere(target(owner(type(Class.class))).and(target(name("forName"))))
            .orShould()
            .callMethodWhere(target(name("setAccessible")))
            .orShould()
            .callMethodWhere(target(name("activateDefaultTyping"))));
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

  /** A reconciling thread that sleeps is missing elsewhere; what comes later is scheduled. */
  @Test
  void nobodySleeps() {
    check(
        noClasses()
            .should()
            .callMethodWhere(target(owner(type(Thread.class))).and(target(name("sleep")))));
  }

  private static JavaClasses classesOf(String root) {
    return new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
        .importPackages(root);
  }

  /** Also where there is nothing of that kind yet. */
  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(CLASSES);
  }
}
