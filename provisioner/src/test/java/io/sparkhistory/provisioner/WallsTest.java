package io.sparkhistory.provisioner;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import io.fabric8.kubernetes.client.Client;
import io.fabric8.kubernetes.client.CustomResource;
import io.sparkhistory.fixture.Walls;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The walls between the provisioner's packages and around them, and what is said nowhere. */
class WallsTest extends Walls {
  private static final String ROOT = "io.sparkhistory.provisioner";
  private static final String API = "io.sparkhistory.api";

  /** Each package and those of ours that it may use. */
  private static final List<String> PACKAGES =
      List.of(
          "spec",
          "objects: spec",
          "state: spec",
          "apply: spec",
          "operations",
          "configuration: objects",
          "control: configuration spec objects state apply operations");

  private static final List<String> LIBRARIES =
      List.of(
          "io.javaoperatorsdk..: apply control",
          "io.micrometer..: operations",
          "com.sun.net.httpserver..",
          "io.sparkhistory.program..: configuration",
          "picocli..: configuration",
          "org.snakeyaml..: spec");

  WallsTest() {
    super(ROOT, PACKAGES, LIBRARIES);
  }

  @Test
  void noProcessIsStarted() {
    check(processesAreStartedOnlyBy("nobody"));
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

  /** A reconciling thread that sleeps is missing elsewhere; what comes later is scheduled. */
  @Test
  void nobodySleeps() {
    check(
        noClasses()
            .should()
            .callMethodWhere(target(owner(type(Thread.class))).and(target(name("sleep")))));
  }
}
