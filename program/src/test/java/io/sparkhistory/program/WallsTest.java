package io.sparkhistory.program;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WallsTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.sparkhistory.program");

  @Test
  void oneClassKnowsTheLibrary() {
    noClasses()
        .that()
        .doNotHaveSimpleName("Syntax")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("picocli..")
        .check(CLASSES);
  }

  /** Whoever reads the command line loads nothing of the server, and the other way round. */
  @ParameterizedTest
  @CsvSource({
    "commandline, picocli..",
    "admin, io.netty.. org.slf4j..",
    "log, io.sparkhistory.program.commandline ch.qos.logback.. org.slf4j.."
        + " com.fasterxml.jackson.core.."
  })
  void eachPackageUsesItsLibraryAndNothingElse(String name, String libraries) {
    String ours = "io.sparkhistory.program." + name;
    String[] allowed =
        Stream.concat(
                Stream.of("java..", "org.jspecify..", ours),
                Arrays.stream(libraries.split(" ", -1)))
            .toArray(String[]::new);
    classes()
        .that()
        .resideInAPackage(ours)
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage(allowed))
        .check(CLASSES);
  }
}
