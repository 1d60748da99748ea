package io.github.cloudunmap.aws.ec2;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.cloudunmap.address.Ipv4Prefix;
import io.github.cloudunmap.address.Ipv6Prefix;
import io.github.cloudunmap.fleet.Ec2Reader;
import io.github.cloudunmap.reconcile.Ec2Instance;
import io.github.cloudunmap.reconcile.Ec2Instance.State;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of {@code DescribeInstances}, as EC2 words them and as it never would. */
class InstancesXmlTest {
    private static final String EMPTY = answer("<reservationSet/>");

    @Test
    void keepsOfAnInstanceItsIdStateAddressesAndOwner() throws IOException {
        assertThat(read("""
                <?xml version="1.0" encoding="UTF-8"?>
                <DescribeInstancesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
                  <requestId>req-1</requestId>
                  <reservationSet>
                    <item>
                      <reservationId>r-1</reservationId>
                      <ownerId>111111111111</ownerId>
                      <groupSet/>
                      <instancesSet>
                        <item>
                          <instanceId>i-1</instanceId>
                          <instanceState><code>16</code><name>running</name></instanceState>
                          <stateReason><message>name</message><name>stopped</name></stateReason>
                          <privateIpAddress>10.0.0.1</privateIpAddress>
                          <ipAddress>54.0.0.1</ipAddress>
                          <tagSet><item><key>instanceId</key><value>i-2</value></item></tagSet>
                          <networkInterfaceSet>
                            <item>
                              <privateIpAddress>10.0.0.1</privateIpAddress>
                              <association><publicIp>54.0.0.1</publicIp><ipOwnerId>amazon</ipOwnerId></association>
                              <privateIpAddressesSet>
                                <item><privateIpAddress>10.0.0.1</privateIpAddress><primary>true</primary></item>
                                <item>
                                  <privateIpAddress>10.0.0.2</privateIpAddress>
                                  <association><publicIp>54.0.0.2</publicIp></association>
                                </item>
                              </privateIpAddressesSet>
                            </item>
                          </networkInterfaceSet>
                        </item>
                      </instancesSet>
                    </item>
                  </reservationSet>
                </DescribeInstancesResponse>
                """.strip()).instances())
                .containsExactly(new Ec2Instance(
                        "i-1",
                        State.RUNNING,
                        List.of("10.0.0.1", "54.0.0.1", "10.0.0.2", "54.0.0.2"),
                        List.of(),
                        "111111111111"));
    }

    @Test
    void readsAddressesInSecondaryNetworks() throws IOException {
        Ec2Instance instance = read(answer(reservation("""
                        <item><instanceId>i-1</instanceId><privateIpAddress>10.0.0.1</privateIpAddress>
                          <secondaryInterfaceSet><item>
                            <secondaryInterfaceId>si-1</secondaryInterfaceId>
                            <privateIpAddressSet><item><privateIpAddress>10.9.0.1</privateIpAddress></item></privateIpAddressSet>
                          </item></secondaryInterfaceSet>
                        </item>"""))).instances().get(0);

        assertThat(instance.addresses()).containsExactly("10.0.0.1", "10.9.0.1");
    }

    @Test
    void readsCarrierAndCustomerOwnedAddressesAndDelegatedPrefixes() throws IOException {
        Ec2Instance instance = read(answer(reservation("""
                        <item><instanceId>i-1</instanceId><networkInterfaceSet><item>
                          <privateIpAddress>10.0.0.1</privateIpAddress>
                          <association><carrierIp>155.146.0.1</carrierIp></association>
                          <privateIpAddressesSet><item>
                            <privateIpAddress>10.0.0.2</privateIpAddress>
                            <association><customerOwnedIp>192.0.2.7</customerOwnedIp></association>
                          </item></privateIpAddressesSet>
                          <ipv4PrefixSet>
                            <item><ipv4Prefix>10.0.1.16/28</ipv4Prefix></item>
                            <item><other/><ipv4Prefix>10.0.1.32/28</ipv4Prefix></item>
                          </ipv4PrefixSet>
                        </item></networkInterfaceSet></item>"""))).instances().get(0);

        assertThat(instance.addresses()).containsExactly("10.0.0.1", "155.146.0.1", "10.0.0.2", "192.0.2.7");
        assertThat(instance.prefixes())
                .containsExactly(Ipv4Prefix.parse("10.0.1.16/28"), Ipv4Prefix.parse("10.0.1.32/28"));
    }

    @Test
    void readsIpv6AddressesAndPrefixesInOneSpelling() throws IOException {
        Ec2Instance instance = read(answer(reservation("""
                        <item><instanceId>i-1</instanceId><privateIpAddress>10.0.0.1</privateIpAddress>
                          <ipv6Address>2001:db8::1</ipv6Address>
                          <networkInterfaceSet><item>
                            <ipv6AddressesSet>
                              <item><ipv6Address>2001:DB8::1</ipv6Address><isPrimaryIpv6>true</isPrimaryIpv6></item>
                              <item><isPrimaryIpv6>false</isPrimaryIpv6><ipv6Address>2001:db8::2</ipv6Address></item>
                            </ipv6AddressesSet>
                            <ipv6PrefixSet><item><ipv6Prefix>2001:db8:0:0:7::/80</ipv6Prefix></item></ipv6PrefixSet>
                          </item><item>
                            <ipv6AddressesSet><item><ipv6Address>2001:db8::3</ipv6Address></item></ipv6AddressesSet>
                          </item></networkInterfaceSet>
                        </item>"""))).instances().get(0);

        assertThat(instance.addresses())
                .containsExactly("10.0.0.1", "2001:db8:0:0:0:0:0:1", "2001:db8:0:0:0:0:0:2", "2001:db8:0:0:0:0:0:3");
        assertThat(instance.prefixes()).containsExactly(Ipv6Prefix.parse("2001:db8:0:0:7::/80"));
    }

    @Test
    void refusesAnIpv6AddressThatIsNone() {
        assertThatThrownBy(() -> read(answer(reservation(
                        "<item><instanceId>i-1</instanceId><ipv6Address>2001:db8::/80</ipv6Address></item>"))))
                .hasMessage("no IPv6 address: 2001:db8::/80");
    }

    @Test
    void refusesAPrefixThatIsNone() {
        assertThatThrownBy(() -> read(answer(reservation("<item><instanceId>i-1</instanceId><networkInterfaceSet><item>"
                        + "<ipv4PrefixSet><item><ipv4Prefix>10.0.1.16</ipv4Prefix></item></ipv4PrefixSet>"
                        + "</item></networkInterfaceSet></item>"))))
                .hasMessage("no IPv4 prefix: 10.0.1.16");
    }

    @ParameterizedTest
    @CsvSource({
        "pending, PENDING",
        "running, RUNNING",
        "stopping, STOPPING",
        "stopped, STOPPED",
        "shutting-down, SHUTTING_DOWN",
        "terminated, TERMINATED",
        "hibernated, UNRECOGNIZED",
    })
    void readsEveryState(String name, State state) throws IOException {
        assertThat(read(answer(reservation("<item><instanceId>i-1</instanceId><instanceState><name>" + name
                                + "</name></instanceState></item>")))
                        .instances())
                .extracting(Ec2Instance::state)
                .containsExactly(state);
    }

    @Test
    void takesAStateThatIsNotToldForNoneThatHasEnded() throws IOException {
        assertThat(read(answer(reservation("<item><instanceId>i-1</instanceId></item>")))
                        .instances())
                .extracting(Ec2Instance::state)
                .containsExactly(State.UNRECOGNIZED);
    }

    @Test
    void givesEachReservationItsOwnOwnerInWhateverOrder() throws IOException {
        assertThat(read(answer("<reservationSet>"
                                + "<item><ownerId>1</ownerId><instancesSet>" + instance("i-1")
                                + "</instancesSet></item>"
                                + "<item><instancesSet>" + instance("i-2")
                                + "</instancesSet><ownerId>2</ownerId></item>"
                                + "<item><instancesSet>" + instance("i-3") + "</instancesSet></item></reservationSet>"))
                        .instances())
                .extracting(Ec2Instance::id, Ec2Instance::ownerId)
                .containsExactly(tuple("i-1", "1"), tuple("i-2", "2"), tuple("i-3", ""));
    }

    @Test
    void knowsWhetherThereIsAnotherPage() throws IOException {
        assertThat(read(answer("<reservationSet/><nextToken>to&amp;ken</nextToken>"))
                        .next())
                .isEqualTo("to&ken");
        assertThat(read(answer("<reservationSet/><nextToken/>")).next()).isNull();
        assertThat(read(EMPTY).next()).isNull();
    }

    @Test
    void takesTheRequestIdFromTheBodyOrElseFromItsHeader() throws IOException {
        String without = EMPTY.replace("<requestId>req-1</requestId>", "");
        assertThat(InstancesXml.read(body(EMPTY), "from-header"))
                .isEqualTo(new Ec2Reader.Page("req-1", List.of(), null));
        assertThat(InstancesXml.read(body(without), "from-header"))
                .isEqualTo(new Ec2Reader.Page("from-header", List.of(), null));
        assertThat(InstancesXml.read(body(without), null)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html><body>Sign in</body></html>",
                "<DescribeInstancesResponse><requestId>1</requestId></DescribeInstancesResponse>",
                "<DescribeInstancesResponse><requestId>1</requestId><other><reservationSet/></other></DescribeInstancesResponse>",
            })
    void isNoAnswerWithoutAListOfReservations(String document) throws IOException {
        assertThat(InstancesXml.read(body(document), "from-header")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no XML",
                "<DescribeInstancesResponse><reservationSet/></DescribeInstancesResponse>and more",
                "<DescribeInstancesResponse><reservationSet><member/></reservationSet></DescribeInstancesResponse>",
                "<DescribeInstancesResponse><reservationSet>nothing</reservationSet></DescribeInstancesResponse>",
                "<DescribeInstancesResponse><reservationSet><item>i-1</item></reservationSet></DescribeInstancesResponse>",
                "<DescribeInstancesResponse><nextToken>a<b/></nextToken><reservationSet/></DescribeInstancesResponse>",
                "<!DOCTYPE d [<!ENTITY e 'x'>]><DescribeInstancesResponse><reservationSet/></DescribeInstancesResponse>",
            })
    void refusesWhatIsMalformed(String document) {
        assertThatThrownBy(() -> InstancesXml.read(body(document), "from-header"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Not every Java notices that a connection has ended before the whole body had come. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<Describe",
                "<DescribeInstancesResponse><reservationSet/>",
                "<DescribeInstancesResponse><reservationSet><item><instancesSet><item><instanceId>i-",
            })
    void saysOfABodyThatEndsTooEarlyThatItBrokeOff(String document) {
        assertThatThrownBy(() -> InstancesXml.read(body(document), "from-header"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void blanksAndLineBreaksAroundAValueAreNoPartOfIt() throws IOException {
        assertThat(read(answer(reservation("""
                        <item>
                          <instanceId>
                            i-1
                          </instanceId>
                          <instanceState><name> stopped </name><code> 80 </code></instanceState>
                          <privateIpAddress>\t10.0.0.1
                          </privateIpAddress><ipAddress> </ipAddress>
                        </item>"""))).instances())
                .containsExactly(new Ec2Instance("i-1", State.STOPPED, List.of("10.0.0.1"), List.of(), ""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Errors           | <Error><Code>InternalError</Code></Error>
                    errorSet         | one
                    unavailableZones | <item>us-east-1a</item>
                    isTruncated      | true
                    partialResult    | 1
                    missingInstances | 3
                    """)
    void isNoAnswerWithAnElementThatSaysThatSomethingIsMissing(String name, String content) {
        String element = "<" + name + ">" + content + "</" + name + ">";
        assertThatThrownBy(() -> read(answer("<reservationSet/>" + element)))
                .hasMessage("beside its list it has an element " + name);
        assertThatThrownBy(() -> read(answer("<reservationSet><item>" + element + "</item></reservationSet>")))
                .hasMessage("beside its list it has an element " + name);
    }

    @Test
    void isAnAnswerIfNothingIsMissing() throws IOException {
        assertThat(read(answer("<reservationSet/><errorSet/><errors> </errors><isTruncated>false</isTruncated>"
                                + "<missing>0</missing><other>error</other>"))
                        .instances())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <instanceId>i-1</instanceId><instanceId>i-2</instanceId> | two different values of one instanceId
            <instanceId>i-1</instanceId><instanceState><name>terminated</name></instanceState><instanceState><name>running</name></instanceState> | two different values of one instanceState
            <instanceId>i-1</instanceId><instanceState><code>16</code><name>terminated</name></instanceState> | an instance that is terminated with the code 16
            <instanceId>i-1</instanceId><instanceState><code>x</code><name>running</name></instanceState> | an instance that is running with the code x
            """)
    void refusesAnInstanceThatCannotBeTrue(String parts, String why) {
        assertThatThrownBy(() -> read(answer(reservation("<item>" + parts + "</item>"))))
                .hasMessage(why);
    }

    /** The high byte of a state's code is for EC2's own use. */
    @Test
    void readsTheLowByteOfAStatesCode() throws IOException {
        assertThat(read(answer(reservation("<item><instanceId>i-1</instanceId><instanceState><code>272</code>"
                                + "<name>running</name></instanceState></item>")))
                        .instances())
                .extracting(Ec2Instance::state)
                .containsExactly(State.RUNNING);
    }

    @Test
    void refusesAReservationOfTwoAccountsOrOfNoInstance() {
        assertThatThrownBy(
                        () -> read(answer("<reservationSet><item><ownerId>1</ownerId><ownerId>2</ownerId><instancesSet>"
                                + instance("i-1") + "</instancesSet></item></reservationSet>")))
                .hasMessage("two different values of one ownerId");
        assertThatThrownBy(() -> read(answer(reservation("")))).hasMessage("a reservation without instances");
    }

    @Test
    void anEmptyTokenBesideAnotherDoesNotHideThatThereIsAnotherPage() throws IOException {
        assertThat(read(answer("<reservationSet/><nextToken>more</nextToken><nextToken/>"))
                        .next())
                .isEqualTo("more");
    }

    /** From Java 24 on the JDK counts every escaped quote against a limit of 100,000 in a document. */
    @Test
    void readsAPageOfInstancesWhoseTagsAreAllJson() throws IOException {
        String json = "{&quot;team&quot;:&quot;web&quot;,&quot;cost&quot;:&quot;&lt;4711&gt;&amp;co&quot;}";
        String tags = IntStream.range(0, 50)
                .mapToObj(n -> "<item><key>json-" + n + "</key><value>" + json + "</value></item>")
                .collect(Collectors.joining("", "<tagSet>", "</tagSet>"));
        String instances = IntStream.range(0, 1000)
                .mapToObj(n -> "<item>" + tags + "<instanceId>i-" + n + "</instanceId></item>")
                .collect(Collectors.joining());
        assertThat(read(answer(reservation(instances))).instances()).hasSize(1000);
    }

    @Test
    void refusesMoreInstancesThanAPageHas() {
        assertThatThrownBy(() -> read(answer(reservation(instance("i-1").repeat(1001)))))
                .hasMessage("more instances than a page has");
    }

    @Test
    void refusesAnInstanceWithoutAnId() {
        assertThatThrownBy(() -> read(answer(reservation("<item><instanceId/></item>"))))
                .hasMessage("an instance without an id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<a>", "<reservationSet><item>", "<association>"})
    void refusesWhatIsNestedWithoutEnd(String element) {
        String within =
                "<DescribeInstancesResponse><reservationSet><item><instancesSet><item><networkInterfaceSet><item>";
        assertThatThrownBy(() -> read(within + element.repeat(100_000))).hasMessage("it is nested too deep");
    }

    @Test
    void saysThatABodyBrokeOff() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }

            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                throw new IOException("connection reset");
            }
        };
        InputStream begun = body(EMPTY.substring(0, 40));
        assertThatThrownBy(() -> InstancesXml.read(new SequenceInputStream(begun, broken), null))
                .isInstanceOf(IOException.class)
                .hasMessage("connection reset");
    }

    private static Ec2Reader.Page read(String document) throws IOException {
        Ec2Reader.Page page = InstancesXml.read(body(document), null);
        assertThat(page).isNotNull();
        return page;
    }

    private static InputStream body(String document) {
        return new ByteArrayInputStream(document.getBytes(UTF_8));
    }

    private static String answer(String content) {
        return "<DescribeInstancesResponse><requestId>req-1</requestId>" + content + "</DescribeInstancesResponse>";
    }

    private static String reservation(String instances) {
        return "<reservationSet><item><instancesSet>" + instances + "</instancesSet></item></reservationSet>";
    }

    private static String instance(String id) {
        return "<item><instanceId>" + id + "</instanceId></item>";
    }
}
