package Tables;
# What the agent changes in the kernel: filters (tc) and ports. All that it does not change was built with the switch.
use strict;
use warnings;
use Batch;
use Devices;

use constant { MARK => 1, GATE => 5, HORIZON => 10, LABEL => 100 };

sub new {
    my ($class, $peer) = @_;
    return bless { peer => $peer, tc => Batch->open('tc'), devices => Devices->open }, $class;
}

# Split horizon of a LAG, while the partner's leg is up: what comes over the peer link does not leave by it (the mark says
# so), and what comes in by it crosses the peer link under its label.
sub split_horizon {
    my ($self, $on, @legs) = @_;
    return $self->tc(map { $on ? $self->_block($_) : $self->_lift($_) } @legs);
}

# A closed gate lets nothing out by the leg, and nothing is learned there.
sub gate {
    my ($self, $closed, @legs) = @_;
    my @filters = map { $closed ? _close($_) : "filter del dev $_->{bond} egress pref " . GATE } @legs;
    $self->learning(0, @legs) if $closed;
    $self->tc(@filters);
    return $closed ? () : $self->learning(1, @legs);
}

# Everything closed and blocked, whatever was before; what is so already is refused, and that is fine.
sub close_all {
    my ($self, @legs) = @_;
    $self->{tc}->run(map { ("qdisc add dev $_->{bond} clsact", _close($_), $self->_block($_)) } @legs);
    $self->ports('down', @legs);
    $self->bonds('up', @legs);
    $self->learning(0, @legs);
    return $self->forget($self->{peer}, map { $_->{bond} } @legs);
}

# $state: `up` or `down`, at one stroke.
sub ports { my ($self, $state, @legs) = @_; return _loud($self->{devices}->$state(map { $_->{port} } @legs)) }
sub bonds { my ($self, $state, @legs) = @_; return _loud($self->{devices}->$state(map { $_->{bond} } @legs)) }

sub learning { my ($self, $on, @legs) = @_; return _loud($self->{devices}->learning($on, map { $_->{bond} } @legs)) }

# The addresses that were learned there.
sub forget { my ($self, @devices) = @_; return _loud($self->{devices}->forget(@devices)) }

sub tc { my ($self, @commands) = @_; return _loud($self->{tc}->run(@commands)) }

sub _loud { print STDERR "# $_\n" for @_; return }

sub _close { return "filter add dev $_[0]{bond} egress protocol all pref " . GATE . ' matchall action drop' }

sub _block {
    my ($self, $leg) = @_;
    return (
        "filter add dev $leg->{bond} egress protocol all pref " . HORIZON . ' handle ' . MARK . ' fw action drop',
        "filter add dev $self->{peer} egress protocol all pref "
            . (LABEL + $leg->{number}) . " flower indev $leg->{bond} action vlan push protocol 802.1ad id $leg->{label}",
    );
}

sub _lift {
    my ($self, $leg) = @_;
    return (
        "filter del dev $leg->{bond} egress pref " . HORIZON,
        "filter del dev $self->{peer} egress pref " . (LABEL + $leg->{number}),
    );
}

1;
