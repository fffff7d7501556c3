package Devices;
# Ports shut and opened, and what a bridge learns there, by rtnetlink(7): one system call for all of them. A tool would
# have to be woken, read a name, ask for its number, and complain before we know that it is through.
use strict;
use warnings;
use Netlink qw(netlink RTM_NEWLINK IFF_UP IFLA_IFNAME HEADER);

use constant {
    NLMSG_ERROR => 2,
    NLM_F_REQUEST => 1,
    NLM_F_ACK => 4,
    IFLA_LINKINFO => 18,
    IFLA_INFO_SLAVE_KIND => 4,
    IFLA_INFO_SLAVE_DATA => 5,
    IFLA_BRPORT_LEARNING => 8,
    IFLA_BRPORT_FLUSH => 24,
    BYTES => 4096,
};

sub open {
    my ($class) = @_;
    return bless { handle => netlink(0), sequence => 0 }, $class;
}

# Each returns what the kernel refused.
sub up { my ($self, @names) = @_; return $self->_change('up', map { [$_, IFF_UP] } @names) }
sub down { my ($self, @names) = @_; return $self->_change('down', map { [$_, 0] } @names) }

sub learning {
    my ($self, $on, @names) = @_;
    my $learning = _attribute(IFLA_BRPORT_LEARNING, pack 'C', $on);
    return $self->_change('learning', map { [$_, undef, $learning] } @names);
}

# The addresses that were learned there.
sub forget {
    my ($self, @names) = @_;
    return $self->_change('forget', map { [$_, undef, _attribute(IFLA_BRPORT_FLUSH, '')] } @names);
}

# [name, flags or undef, attributes of a bridge's port]
sub _change {
    my ($self, $what, @links) = @_;
    return unless @links;
    my %name_of;
    my $messages = '';
    for my $link (@links) {
        my ($name, $flags, $port) = @$link;
        $name_of{ ++$self->{sequence} } = $name;
        my $body = pack('CxSlLL', 0, 0, 0, $flags // 0, defined $flags ? IFF_UP : 0) . _attribute(IFLA_IFNAME, "$name\0");
        $body .= _attribute(IFLA_LINKINFO,
            _attribute(IFLA_INFO_SLAVE_KIND, "bridge\0") . _attribute(IFLA_INFO_SLAVE_DATA, $port)) if defined $port;
        $messages .= pack('LSSLL', HEADER + length $body, RTM_NEWLINK, NLM_F_REQUEST | NLM_F_ACK, $self->{sequence}, 0) . $body;
    }
    defined send $self->{handle}, $messages, 0 or die "netlink: $!\n";
    return $self->_refused($what, \%name_of);
}

sub _refused {
    my ($self, $what, $name_of) = @_;
    my @refused;
    while (%$name_of) {
        defined recv $self->{handle}, my $answer, BYTES, 0 or die "netlink: $!\n";
        my ($type, $sequence, $error) = unpack 'x4 S x2 L x4 l', $answer;
        my $name = $type == NLMSG_ERROR ? delete $name_of->{$sequence} : undef;
        next if !defined $name || $error == 0;
        local $! = -$error;
        push @refused, "$name $what: $!";
    }
    return @refused;
}

sub _attribute {
    my ($type, $bytes) = @_;
    return pack('SS', 4 + length $bytes, $type) . $bytes . "\0" x (-length($bytes) & 3);
}

1;
