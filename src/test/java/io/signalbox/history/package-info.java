/**
 * Isolation, judged by what was seen: transactions that append to lists and read them are recorded, and a checker looks for
 * an order in which they could have run one after the other. The idea is Elle's (Kingsbury and Alvaro, "Elle: Inferring
 * Isolation Anomalies from Experimental Observations", VLDB 2020).
 */
package io.signalbox.history;
