/**
 * The programs of those who ask how threads can share one SQLite file, each with its failure first, on the plain driver, and then at work
 * here. The page {@code answers.md} goes through them.
 */
package io.signalbox.answers;
