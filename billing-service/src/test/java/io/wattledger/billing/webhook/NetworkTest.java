package io.wattledger.billing.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.255",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.8",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.7",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::127.0.0.1",
                "64:ff9b::7f00:1",
                "64:ff9b:1::1",
                "100::1",
                "fc00::1",
                "fd12:3456::1",
                "fe80::1",
                "fec0::1",
                "ff02::1",
                "2001::1",
                "2001:db8::1",
                "2002:7f00:1::1",
                "3fff::1",
                "4000::1"
            })
    void closesWhatIsNotOfTheInternet(String address) throws UnknownHostException {
        assertThat(Network.isPublic(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.1",
                "100.63.255.255",
                "100.128.0.1",
                "172.15.255.255",
                "172.32.0.1",
                "192.167.255.255",
                "198.20.0.1",
                "223.255.255.255",
                "2606:4700::1111",
                "2a02:26f7::1",
                "2001:200::1"
            })
    void opensWhatIs(String address) throws UnknownHostException {
        assertThat(Network.isPublic(InetAddress.getByName(address))).isTrue();
    }

    /** Java makes an IPv4 address of a mapped one that is written; one that comes as 16 bytes must not slip through. */
    @Test
    void closesMappedAddressesThatComeAsBytes() throws UnknownHostException {
        byte[] mapped = new byte[16];
        mapped[10] = -1;
        mapped[11] = -1;
        mapped[12] = 127;
        mapped[15] = 1;

        assertThat(Network.isPublic(InetAddress.getByAddress(mapped))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.9.9.9, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.1.0.0/15, 10.0.0.1, true",
        "::1/128, ::1, true",
        "::1/128, 127.0.0.1, false",
        "10.0.0.7, 10.0.0.7, true",
        "10.0.0.7, 10.0.0.6, false"
    })
    void containsWhatBeginsAlike(String network, String address, boolean expected) throws UnknownHostException {
        assertThat(Network.of(network).contains(InetAddress.getByName(address))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost/8", "10.0.0.0/33", "10.0.0.0/x", "::/129", "", "example.com"})
    void refusesWhatIsNoNetwork(String text) {
        assertThatThrownBy(() -> Network.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "https://hooks.example/in?x=1, ''",
        "http://hooks.example/, https",
        "ftp://hooks.example/, https",
        "https:///in, host",
        "https://hooks.example:65535/, ''",
        "https://hooks.example:65536/, port",
        "https://hooks.example:0/, port",
        "https://user:pass@hooks.example/, user",
        "https://hooks.example/#part, user",
        "https://hooks example/, no URL"
    })
    void takesOnlyPlainSecureUrls(String url, String word) {
        String flaw = new Target(List.of(), false).flaw(url).orElse("");

        assertThat(flaw).contains(word);
        assertThat(flaw.isEmpty()).isEqualTo(word.isEmpty());
    }
}
