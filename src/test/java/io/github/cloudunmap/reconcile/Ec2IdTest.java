package io.github.cloudunmap.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts as the id of an EC2 instance. */
class Ec2IdTest {
    @ParameterizedTest
    @ValueSource(strings = {"i-0a1b2c3d", "i-0123456789abcdef0", "I-0A1B2C3D", " i-0a1b2c3d ", "\ti-0a1b2c3d\n"})
    void hasEightOrSeventeenHexadecimalDigits(String text) {
        assertThat(Ec2Id.parse(text)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "i-",
                "i-1",
                "i-0a1b2c3",
                "i-0a1b2c3d4",
                "i-0123456789abcdef",
                "i-0123456789abcdef01",
                "i-0a1b2c3g",
                "i-0a1b2c3/",
                "i-0a1b2c3:",
                "i-0a1b 2c3",
                "i-0a1b2c3\u0660",
                "mi-0a1b2c3d",
                "0a1b2c3d",
                "web-1",
                "10.0.0.1"
            })
    void isNothingElse(String text) {
        assertThat(Ec2Id.parse(text)).isEmpty();
    }

    @Test
    void isWrittenAndComparedInLowerCase() {
        assertThat(Ec2Id.parse(" I-0A1B2C3D"))
                .isEqualTo(Ec2Id.parse("i-0a1b2c3d"))
                .hasSameHashCodeAs(Ec2Id.parse("i-0a1b2c3d"))
                .hasToString("Optional[i-0a1b2c3d]");
    }

    @Test
    void differsFromAnotherId() {
        assertThat(Ec2Id.parse("i-0a1b2c3d")).isNotEqualTo(Ec2Id.parse("i-0a1b2c3e"));
    }
}
