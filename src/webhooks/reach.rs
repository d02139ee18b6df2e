//! Which addresses may be told: those of the internet, those of the organisation's own network where a webhook allows
//! them, and never those that stand for no other system, or for the machine's own keys.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

/// How far away an address is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// On the internet.
    Public,
    /// This machine or its organisation's network.
    Private,
    /// No system to tell anything: link-local (where cloud machines find their keys), multicast, unassigned.
    Never,
}

/// Which addresses a webhook may be at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Bounds {
    /// On the internet alone.
    Public,
    /// Anywhere.
    Any,
    /// Within the own network alone: what is told is not encrypted.
    Private,
}

impl Bounds {
    /// The bounds of a webhook's address; none where it may not be used at all: plain HTTP that is not allowed to stay
    /// within the own network, or neither HTTP nor HTTPS.
    pub fn of(url: &Url, allow_private: bool) -> Option<Self> {
        match (url.scheme(), allow_private) {
            ("https", false) => Some(Self::Public),
            ("https", true) => Some(Self::Any),
            ("http", true) => Some(Self::Private),
            _ => None,
        }
    }

    /// Whether an address is within them.
    pub fn hold(self, address: IpAddr) -> bool {
        match Reach::of(address) {
            Reach::Public => self != Self::Private,
            Reach::Private => self != Self::Public,
            Reach::Never => false,
        }
    }

    /// Whether they hold the address that is written in a URL in place of a name; a name is not one yet.
    pub fn hold_literal(self, url: &Url) -> bool {
        match url.host() {
            Some(Host::Ipv4(address)) => self.hold(address.into()),
            Some(Host::Ipv6(address)) => self.hold(address.into()),
            Some(Host::Domain(_)) => true,
            None => false,
        }
    }
}

impl Reach {
    /// How far away an address is.
    pub fn of(address: IpAddr) -> Self {
        match address {
            IpAddr::V4(address) => Self::of_v4(address),
            IpAddr::V6(address) => Self::of_v6(address),
        }
    }

    /// After the IANA registry of special-purpose addresses.
    const fn of_v4(address: Ipv4Addr) -> Self {
        match address.octets() {
            // This network, multicast and what is reserved; link-local and metadata; protocol assignments;
            // documentation; old relays; benchmarks; another metadata address.
            [0 | 224..=255, ..]
            | [169, 254, ..]
            | [192, 0, 0 | 2, _]
            | [198, 51, 100, _]
            | [203, 0, 113, _]
            | [192, 88, 99, _]
            | [198, 18 | 19, ..]
            | [100, 100, 100, 200] => Self::Never,
            // Private networks, this machine, carriers' networks.
            [10 | 127, ..] | [172, 16..=31, ..] | [192, 168, ..] | [100, 64..=127, ..] => Self::Private,
            _ => Self::Public,
        }
    }

    fn of_v6(address: Ipv6Addr) -> Self {
        let embedded = |high: u16, low: u16| {
            let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
            Self::of_v4(Ipv4Addr::new(a, b, c, d))
        };
        let special = match address.segments() {
            // An IPv4 address in another dress: mapped, and translated by NAT64.
            [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
                return embedded(high, low);
            }
            // Where one cloud keeps its keys; documentation; Teredo and other protocol assignments; 6to4.
            [0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254]
            | [0x2001, 0xdb8 | 0..=0x1ff, ..]
            | [0x2002, ..]
            | [0x3fff, 0..=0xfff, ..] => true,
            _ => false,
        };
        match address.segments() {
            [0, 0, 0, 0, 0, 0, 0, 1] | [0xfc00..=0xfdff, ..] if !special => Self::Private,
            [0x2000..=0x3fff, ..] if !special => Self::Public,
            _ => Self::Never,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Reach {
        Reach::of(text.parse().unwrap())
    }

    #[test]
    fn addresses_of_the_internet_are_public() {
        for address in ["1.1.1.1", "172.15.0.1", "172.32.0.1", "100.63.0.1", "100.128.0.1", "192.169.0.1", "223.9.9.9"]
        {
            assert_eq!(of(address), Reach::Public, "{address}");
        }
        for address in ["2606:4700::1111", "2a00:1450::1", "::ffff:1.1.1.1", "64:ff9b::1.1.1.1"] {
            assert_eq!(of(address), Reach::Public, "{address}");
        }
    }

    #[test]
    fn addresses_of_this_machine_and_of_networks_of_ones_own_are_private() {
        for address in
            ["127.0.0.1", "127.9.9.9", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1"]
        {
            assert_eq!(of(address), Reach::Private, "{address}");
        }
        for address in ["::1", "fc00::1", "fd12::1", "::ffff:127.0.0.1", "::ffff:10.1.2.3", "64:ff9b::192.168.0.1"] {
            assert_eq!(of(address), Reach::Private, "{address}");
        }
    }

    #[test]
    fn addresses_of_keys_and_of_nobody_are_never_told_anything() {
        for address in ["169.254.169.254", "100.100.100.200", "0.0.0.0", "255.255.255.255", "224.0.0.1", "192.0.2.1"] {
            assert_eq!(of(address), Reach::Never, "{address}");
        }
        let never = ["::", "fe80::1", "ff02::1", "fd00:ec2::254", "::ffff:169.254.169.254", "64:ff9b::169.254.169.254"];
        for address in
            never.into_iter().chain(["2002:7f00:1::", "2001::1", "2001:db8::1", "::127.0.0.1", "64:ff9b:1::1"])
        {
            assert_eq!(of(address), Reach::Never, "{address}");
        }
        assert!(!Bounds::Any.hold("169.254.169.254".parse().unwrap()));
    }

    #[test]
    fn an_address_in_a_url_is_read_however_it_is_written() {
        for url in ["https://127.1/", "https://0x7f000001/", "https://2130706433/", "https://[::ffff:7f00:1]/"] {
            let url = url.parse().unwrap();
            assert!(!Bounds::Public.hold_literal(&url), "{url}");
            assert!(Bounds::Any.hold_literal(&url), "{url}");
        }
    }

    #[test]
    fn plain_http_stays_within_the_own_network() {
        let bounds = |url: &str, allow| Bounds::of(&url.parse().unwrap(), allow);
        assert_eq!(bounds("http://hooks.example.com/", false), None);
        assert_eq!(bounds("http://hooks.example.com/", true), Some(Bounds::Private));
        assert!(!Bounds::Private.hold("1.1.1.1".parse().unwrap()));
    }
}
