package io.sparkhistory.s3;

import io.sparkhistory.s3.fixture.SparkHome;

/** The same where the launcher makes and tries the folder. */
class LogFolderByLauncherIT extends LogFolderIT {
  @Override
  SparkHome spark() {
    return SparkHome.withLauncher();
  }
}
