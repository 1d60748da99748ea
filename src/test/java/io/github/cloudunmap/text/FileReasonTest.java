package io.github.cloudunmap.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.junit.jupiter.api.Test;

final class FileReasonTest {
    @Test
    void saysWhyAndNotTheNameOfTheFile() {
        assertThat(FileReason.of(new AccessDeniedException("/etc/x"))).isEqualTo("permission denied");
        assertThat(FileReason.of(new NoSuchFileException("/etc/x"))).isEqualTo("no such file or directory");
        assertThat(FileReason.of(new NotDirectoryException("/etc/x"))).isEqualTo("it is no directory");
        assertThat(FileReason.of(new FileSystemException("/etc/x", null, "Is a directory")))
                .isEqualTo("Is a directory");
        assertThat(FileReason.of(new IOException("Input/output error"))).isEqualTo("Input/output error");
        assertThat(FileReason.of(new IOException())).isEqualTo("IOException");
    }
}
