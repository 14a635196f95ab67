package io.signalbox.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file of users: one of the caller's, or a temporary copy of the sample in the jar, which goes when this is closed. */
record UsersFile(Path path, boolean temporary) implements AutoCloseable {

    static UsersFile at(Path path) {
        return new UsersFile(path, false);
    }

    static UsersFile embedded(String resource) throws IOException {
        try (InputStream sample = UsersFile.class.getResourceAsStream(resource)) {
            if (sample == null) {
                throw new FileNotFoundException("there is no config/users.csv here: name a file with --users");
            }
            Path copy = Files.createTempFile("signalbox-users-", ".csv");
            Files.copy(sample, copy, StandardCopyOption.REPLACE_EXISTING);
            return new UsersFile(copy, true);
        }
    }

    @Override
    public void close() throws IOException {
        if (temporary) {
            Files.deleteIfExists(path);
        }
    }
}
