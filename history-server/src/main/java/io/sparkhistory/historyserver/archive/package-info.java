/**
 * Makes the class-data archive of history servers: runs one over event logs, opens each kind of
 * page, and lets Java write down the classes that it loaded. Uses nothing but the JDK.
 */
@NullMarked
package io.sparkhistory.historyserver.archive;

import org.jspecify.annotations.NullMarked;
