package Links;
# Carrier of this node's interfaces as the kernel tells it: rtnetlink(7), group RTMGRP_LINK.
use strict;
use warnings;
use Netlink qw(netlink RTM_NEWLINK IFF_UP IFLA_IFNAME HEADER);

use constant {
    RTMGRP_LINK => 1,
    RTM_GETLINK => 18,
    NLM_F_REQUEST_DUMP => 0x301,
    IFF_LOWER_UP => 0x10000,
    BYTES => 65536,
};

sub open {
    my ($class) = @_;
    return bless { handle => netlink(RTMGRP_LINK) }, $class;
}

sub handle { return $_[0]{handle} }

# All links as they are now; the answer comes as changes do.
sub ask {
    my ($self) = @_;
    send $self->{handle}, pack('LSSLL Cx3 LLLL', 32, RTM_GETLINK, NLM_F_REQUEST_DUMP, 1, 0, 0, 0, 0, 0, 0), 0;
    return;
}

# [name, carrier] of every link in the next datagram. Carrier is 0 where the port is shut.
sub changes {
    my ($self) = @_;
    my $datagram;
    if (!defined recv $self->{handle}, $datagram, BYTES, 0) {
        $self->ask;    # ENOBUFS: some were lost
        return;
    }
    my @changes;
    for my $message (pieces($datagram, HEADER, 'LS')) {
        my ($type, $body) = @$message;
        next if $type != RTM_NEWLINK || unpack 'C', $body;    # a family of its own: the bridge's view
        my ($flags) = unpack 'x8 L', $body;
        my ($name) = map { unpack 'Z*', $_->[1] } grep { $_->[0] == IFLA_IFNAME } pieces(substr($body, 16), 4, 'SS');
        push @changes, [$name, ($flags & IFF_UP) && ($flags & IFF_LOWER_UP) ? 1 : 0] if defined $name;
    }
    return @changes;
}

# [type, body] of what lies in a row, each with its length and type in front, at multiples of four.
sub pieces {
    my ($bytes, $header, $format) = @_;
    my @pieces;
    while (length $bytes >= $header) {
        my ($length, $type) = unpack $format, $bytes;
        last if $length < $header || $length > length $bytes;
        push @pieces, [$type, substr $bytes, $header, $length - $header];
        my $padded = ($length + 3) & ~3;
        $bytes = $padded < length $bytes ? substr($bytes, $padded) : '';
    }
    return @pieces;
}

1;
