/**
 * HTTP/1.1 for the stand-in, on sockets by hand: a stand-in cuts responses in the middle, stops
 * within one, changes its certificate, and has watches over chunks and over web sockets. No library
 * for HTTP servers does all of that.
 */
@NullMarked
package io.sparkhistory.standin.http;

import org.jspecify.annotations.NullMarked;
