package io.github.cloudunmap.program;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cloudunmap.inmemory.InMemoryAws;
import java.util.List;

/** How a process of the program ended, and what it printed. */
record Result(int exitCode, String stdout, List<String> stderr) {
    Result {
        stderr = List.copyOf(stderr);
    }

    static Result of(InMemoryAws aws, String... arguments) throws Exception {
        try (ProgramProcess program = ProgramProcess.start(aws.endpoint(), arguments)) {
            List<String> stderr = program.restOfLog();
            String stdout = program.stdout();
            return new Result(program.exitCode(), stdout, stderr);
        }
    }

    JsonNode json() throws Exception {
        return new ObjectMapper().readTree(stdout);
    }
}
