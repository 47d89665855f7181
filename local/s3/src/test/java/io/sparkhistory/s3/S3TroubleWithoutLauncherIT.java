package io.sparkhistory.s3;

import io.sparkhistory.s3.fixture.SparkHome;
import org.junit.jupiter.api.Tag;

/** An image without the launcher, whose init container makes and tries the folder. */
@Tag("slow")
class S3TroubleWithoutLauncherIT extends S3TroubleIT {
  @Override
  SparkHome spark() {
    return SparkHome.withConnectors();
  }

  @Override
  SparkHome sparkAlone() {
    return SparkHome.withoutConnectors();
  }
}
