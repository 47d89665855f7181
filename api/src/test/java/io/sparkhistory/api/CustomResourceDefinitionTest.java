package io.sparkhistory.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.crdv2.generator.CRDGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The committed schema is the one of the model. After a change of the model: {@code mvn test -pl
 * api -Dtest=CustomResourceDefinitionTest -Dcrd.write=true}.
 */
class CustomResourceDefinitionTest {
  private static final String NAME = Names.PLURAL + "." + Names.GROUP;
  private static final Path COMMITTED = Path.of("..", "deploy", "crd", NAME + ".yaml");

  @Test
  void theCommittedSchemaIsTheOneOfTheModel(@TempDir Path folder) throws IOException {
    new CRDGenerator()
        .inOutputDir(folder.toFile())
        .customResourceClasses(SparkHistoryServer.class)
        .forCRDVersions("v1")
        .withParallelGenerationEnabled(false)
        .withPostProcessor(new SchemaFinish())
        .generate();
    String generated = Files.readString(folder.resolve(NAME + "-v1.yml"), UTF_8);
    if (Boolean.getBoolean("crd.write")) {
      Files.writeString(COMMITTED, generated, UTF_8);
    }

    assertThat(COMMITTED).content(UTF_8).isEqualTo(generated);
  }
}
