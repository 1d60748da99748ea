package io.github.cloudunmap.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    @Test
    void hidesWhatItWasToldWhereverItStands() {
        Redaction.conceal("a-secret-of-this-test");
        assertThat(Redaction.of("x=a-secret-of-this-test; [a-secret-of-this-testing]"))
                .isEqualTo("x=***; [***ing]");
    }

    @Test
    void doesNotTakeAShortTextForASecret() {
        Redaction.conceal("terminated");
        assertThat(Redaction.of("instance i-1 is terminated")).isEqualTo("instance i-1 is terminated");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            no route to http://user:pass@host:80/x?y=@z     | no route to http://***@host:80/x?y=@z
            http://a@b.c and https://d:e@f                  | http://***@b.c and https://***@f
            x-amz-security-token:AbC/d+e== and more         | x-amz-security-token:*** and more
            X-Amz-Security-Token=AbC%2F&X-Amz-Signature=0a1 | X-Amz-Security-Token=***&X-Amz-Signature=***
            Authorization: AWS4-HMAC-SHA256 Credential=A/b  | Authorization: ***
            {"authorization": "Bearer abc def"}             | {"authorization": "***"}
            SignedHeaders=host;x, Signature=0a1b2c          | SignedHeaders=host;x, Signature=***
            <SecretAccessKey>a/b+c</SecretAccessKey>        | <SecretAccessKey>***</SecretAccessKey>
            {"SecretAccessKey":"a/b","Token":"c=="}         | {"SecretAccessKey":"***","Token":"***"}
            aws_secret_access_key = a/b+c and more          | aws_secret_access_key = *** and more
            aws_session_token=c==                           | aws_session_token=***
            the key AKIAIOSFODNN7EXAMPLE is unknown         | the key *** is unknown
            token eyJhbGciOi.eyJzdWIi.c2ln-_x expired       | token *** expired
            """)
    void hidesWhatLooksLikeACredential(String text, String shown) {
        assertThat(Redaction.of(text)).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Deregistering instance i-0123456789abcdef0 (10.0.0.2) from service srv-web: terminated",
                "ListInstances of service srv-web in us-east-1: The security token included in the request is expired"
                        + " (ExpiredTokenException, request id 7a62c49f-347e-4fc4-9331-6e8eEXAMPLE)",
                "reconciling service srv-signature: ListInstances of service srv-credential=x",
                "https://sts.us-east-1.amazonaws.com/ does not answer",
                "User: arn:aws:sts::123456789012:assumed-role/unmap/aws-cloud-unmap is not authorized"
            })
    void leavesWhatAnOperatorNeeds(String text) {
        assertThat(Redaction.of(text)).isEqualTo(text);
    }

    /** Else a hostile answer would hold up the log for minutes. */
    @Test
    @Timeout(30)
    void isThroughWithHostileTextAtOnce() {
        String hostile = "eyJ-".repeat(65_536);
        assertThat(Redaction.of(hostile)).isEqualTo(hostile);
    }

    @Test
    void leavesIdentifiersAsTheyLook() {
        assertThat(Redaction.ofIdentifier("accesskeyid=web1")).isEqualTo("accesskeyid=web1");
    }
}
