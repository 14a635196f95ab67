package io.signalbox.bench;

/** What is asked of a commit; each stack has its own word for it. */
enum Durability {
    /** It survives a power cut: synchronous=FULL, or what stands for it. */
    POWER("FULL", "POWER_SAFE"),
    /** It survives the end of the process: synchronous=NORMAL, or what stands for it. */
    CRASH("NORMAL", "CRASH_SAFE");

    private final String synchronous;
    private final String ours;

    Durability(String synchronous, String ours) {
        this.synchronous = synchronous;
        this.ours = ours;
    }

    /** As SQLite has it. */
    String synchronous() {
        return synchronous;
    }

    /** As this library has it. */
    String ours() {
        return ours;
    }

    /** As a system has it: the limits are measured by ours. */
    String of(String system) {
        return system.startsWith("signalbox") || system.startsWith("limit") ? ours : synchronous;
    }
}
