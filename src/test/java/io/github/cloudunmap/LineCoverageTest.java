package io.github.cloudunmap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LineCoverageTest {
    @Test
    void sumsTheLinesOfAllClasses() {
        assertThat(LineCoverage.of(List.of(
                        "GROUP,PACKAGE,CLASS,LINE_MISSED,LINE_COVERED,METHOD_MISSED",
                        "unmap,config,Config,30,1000,7",
                        "unmap,cli,Main.new Runnable() {...},8,2211,0")))
                .isEqualTo("98.8 % (3,211 of 3,249 lines)");
    }
}
