/**
 * Tests of what is made when the image is built: {@code WriteStartFilesTest} the files that spare a
 * start time. That the class-data archive is of use is shown in module {@code local/s3}.
 */
package io.sparkhistory.historyserver.archive;
