/**
 * Tests of the launcher, without Spark: {@code LaunchOptionsTest} and {@code SparkSettingsTest}
 * what it is told, {@code LogFolderTest} and {@code LogFolderProblemTest} the folders of the event
 * logs, {@code StoreFolderTest} the store, {@code SparkBuildTest} the version of Spark, {@code
 * FolderListTest} the list of folders for local mode, {@code Log4jDefaultsTest} the configuration
 * of the log, {@code JavaFlagsTest} flags of Java, {@code StartFilesTest} files beside the
 * class-data archive. Module {@code local} has tests with Spark.
 */
package io.sparkhistory.historyserver;
