/**
 * History servers whose logs are in S3: a real S3 server, real history servers with the connectors
 * of the image, and nothing configured but by what the provisioner renders.
 *
 * <p>{@code EventLogsOnS3IT}: folder, listing, cleaner, compaction. {@code S3TroubleIT}: what the
 * status says of each failure. {@code WebIdentityIT}: a service account's token becomes keys.
 * {@code ExecutorLogLinkIT}: links to where a cluster keeps logs, for which a folder will do.
 * {@code UnfitImageIT}: what the status says of an image that lacks something. {@code
 * SparkTroubleIT}: of a Spark that does not start by itself. {@code LogFolderIT}: the same pods
 * with a folder of a volume, where S3 has no part. {@code SeveralLogDirectoriesIT}: several
 * folders, which Spark reads from 4.2 on. {@code StoreOfPodIT}: a store that is kept. {@code
 * ClassArchiveIT}: where its classes come from. {@code LocalModeIT}: local mode with logs in a
 * bucket. {@code LogOfLauncherIT}: what a server with the launcher logs. {@code
 * LogFolderWithoutLauncherIT}, {@code S3TroubleWithoutLauncherIT} and {@code
 * SeveralLogDirectoriesWithoutLauncherIT} run the tests of another class with an image without the
 * launcher.
 */
@NullMarked
package io.sparkhistory.s3;

import org.jspecify.annotations.NullMarked;
