/**
 * What is left of a database after a power cut, a crash and a failing disk, by what the process asked of the operating
 * system: each promise is judged by files that a plain SQLite opens, and each test has a twin that must report losses.
 */
package io.signalbox.crash;
