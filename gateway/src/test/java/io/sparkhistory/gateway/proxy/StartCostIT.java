package io.sparkhistory.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.gateway.fixture.Packaged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The start loads nothing that no request needs. */
class StartCostIT {
  @TempDir Path folder;

  @Test
  void neitherTheStartNorTheFirstRequestLoadsTheFlightRecorder() throws IOException {
    Path classes = folder.resolve("classes.txt");
    Path tenants = Packaged.tenants(folder, "ns-a: {address: '127.0.0.1:9', users: [alice]}");
    Packaged.Options options =
        Packaged.Options.of("--tenants", tenants.toString())
            .withJvm("-Xlog:class+load:file=" + classes);
    try (Packaged gateway = Packaged.start(folder, options)) {
      assertThat(gateway.admin("/metrics").statusCode()).isEqualTo(200);
    }

    assertThat(Files.readString(classes).contains("io.netty.buffer.PoolArena")).isTrue();
    assertThat(Files.readAllLines(classes))
        .filteredOn(line -> line.contains("jdk.jfr.internal.MetadataRepository"))
        .isEmpty();
  }
}
