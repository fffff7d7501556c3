package Pair;
# One switch's half of the pair: what it knows of its legs and of its partner, and what follows from that.
#
# A leg is DOWN, RISING (LACP is through, but the gate is closed until the partner knows) or UP. Whatever changes is
# announced at once; every announcement carries the whole state and a sequence number, and acknowledges the partner's last.
# While the partner's leg is not DOWN, split horizon is on for that LAG.
use strict;
use warnings;
use Bonding;
use Clock qw(now);
use Tables;

use constant { DOWN => 0, RISING => 1, UP => 2, UNKNOWN => -1, VERSION => 'MLAG1' };
my @STAGES = ('down', 'rising', 'up');

sub new {
    my ($class, $settings, $control, $heartbeat, $state_file) = @_;
    my $number = 0;
    my @legs = map {
        { %$_, number => $number++, carrier => 0, raised => 0, stage => DOWN, gate => 1, horizon => 1, partner => UNKNOWN, partner_horizon => 0, bond_shut => 0 }
    } @{ $settings->{legs} };
    return bless {
        %$settings,
        settings => $settings,
        legs => \@legs,
        by_bond => { map { $_->{bond} => $_ } @legs },
        by_port => { map { $_->{port} => $_ } @legs },
        control => $control,
        heartbeat => $heartbeat,
        state_file => $state_file,
        tables => Tables->new($settings->{peer}),
        secondary => $settings->{id} != 1,
        boot => int(rand 2**31),    # another one after each start
        sequence => 0,
        partner_boot => '',
        partner_sequence => 0,
        partner_hears => 0,         # us, over the peer link
        acknowledged => 0,
        former_boots => {},
        rising_since => 0,          # the announcement that told of the last rising leg
        question => 0,              # the announcement that asked whether the partner lives
        peer_carrier => 0,
        peer_lost => 1,
        lost_at => undef,
        shut => 0,                  # the legs, for the peer link's sake
        unwritten => 0,             # the state file is older than what holds
        started => 0,
        start => now(),
        raise_at => undef,
    }, $class;
}

sub start {
    my ($self) = @_;
    $self->say("start, boot $self->{boot}, " . ($self->{secondary} ? 'secondary' : 'primary'));
    $self->{tables}->close_all(@{ $self->{legs} });
    $self->announce(question => 1);
    return $self->changed;
}

# [name, carrier] of links.
sub links_changed {
    my ($self, @changes) = @_;
    my @legs;
    for my $change (@changes) {
        my ($name, $carrier) = @$change;
        push @legs, grep { defined } $self->{by_port}{$name}, $self->{by_bond}{$name};
        if (my $leg = $self->{by_port}{$name}) {
            # What was learned before the leg went down leads into a closed gate now.
            $self->{tables}->forget($leg->{bond}) if $carrier && !$leg->{carrier} && $leg->{gate};
            $leg->{carrier} = $carrier;
        }
        elsif ($name eq $self->{peer}) {
            $self->{peer_carrier} = $carrier;
            $self->lost_peer('no carrier') if !$carrier;
        }
    }
    # What LACP says of a leg costs a look into /proc: only where something of it has changed.
    return @legs ? $self->look_at_legs(@legs) : undef;
}

# Every `keepalive`.
sub tick {
    my ($self) = @_;
    my $now = now();
    $self->open_bonds;
    $self->announce;
    $self->look_at_legs(@{ $self->{legs} });
    $self->lost_peer('silence') if $self->{control}->silent_for > $self->{dead};
    $self->ask if $self->{secondary} && $self->{peer_lost} && $self->{started};
    my $restored = defined $self->{raise_at} && !$self->{peer_lost} && $now >= $self->{raise_at};
    return unless $restored || $self->may_begin_alone;
    $self->say($self->{shut} ? 'restore' : 'begin' . ($restored ? '' : ' alone'));
    # Who begins alone has lost the peer link now: a heartbeat that comes later is news of a partner.
    $self->{lost_at} = now() if !$restored;
    @$self{qw(started shut raise_at)} = (1, 0, undef);
    return $self->raise_legs;
}

# Without a peer link: the primary may, and the secondary where nobody else is there.
sub may_begin_alone {
    my ($self) = @_;
    return 0 if $self->{started} || !$self->{peer_lost} || now() - $self->{start} < $self->{alone};
    my $yields = $self->{secondary} && $self->{'split-brain'} eq 'shutSecondary';
    return !$yields || $self->{heartbeat}->silent_for > $self->{dead};
}

# A datagram from the partner.
sub heard {
    my ($self, $channel, $text) = @_;
    my $message = parse($text) or return;
    return if $message->{id} == $self->{id} || $self->{former_boots}{ $message->{boot} };
    $channel->alive_now($self->{dead});
    $self->new_boot($message->{boot}) if $message->{boot} ne $self->{partner_boot};
    $self->found_peer if $channel == $self->{control} && $message->{hears};
    my $newer = $message->{sequence} > $self->{partner_sequence};
    $self->{partner_sequence} = $message->{sequence} if $newer;
    $self->announce(on => $channel) if $message->{question};
    $self->learn($message) if $newer;
    $self->deaf_partner($message->{hears}) if $newer;
    $self->shut_legs if $channel == $self->{heartbeat} && $self->must_shut;
    return;
}

# A peer link that is dead one way is lost to both; a partner that has just started has yet to hear us.
sub deaf_partner {
    my ($self, $hears) = @_;
    $self->lost_peer('the partner does not hear us') if $self->{partner_hears} && !$hears;
    $self->{partner_hears} = $hears;
    return;
}

sub learn {
    my ($self, $message) = @_;
    $self->{acknowledged} = $message->{acknowledged_boot} eq $self->{boot} ? $message->{acknowledged} : 0;
    my (@up, @down);
    for my $told (@{ $message->{legs} }) {
        my $leg = $self->{by_bond}{ $told->{bond} } or next;
        $leg->{partner_horizon} = $told->{horizon};
        next if $leg->{partner} == $told->{stage};
        $leg->{partner} = $told->{stage};
        push @{ $told->{stage} == DOWN ? \@down : \@up }, $leg;
    }
    if (@up || @down) {
        $self->horizon(1, @up);
        $self->horizon(0, @down);
        $self->announce;
        $self->changed;
    }
    return $self->open_gates;
}

sub horizon {
    my ($self, $on, @legs) = @_;
    my @changed = grep { $_->{horizon} != $on } @legs or return;
    $_->{horizon} = $on for @changed;
    $self->{tables}->split_horizon($on, @changed);
    return $self->say('split horizon ' . ($on ? 'on' : 'lifted') . ": @{[map { $_->{bond} } @changed]}");
}

# Compares what LACP and the carriers say with what was announced.
sub look_at_legs {
    my ($self, @legs) = @_;
    my (@rising, @down);
    for my $leg (@legs) {
        my $passes = $leg->{raised} && $leg->{carrier} && !$leg->{bond_shut} && Bonding::distributing($leg->{bond}, $leg->{port});
        if ($passes && $leg->{stage} == DOWN) { $leg->{stage} = RISING; push @rising, $leg }
        elsif (!$passes && $leg->{stage} != DOWN) { $leg->{stage} = DOWN; push @down, $leg }
    }
    return unless @rising || @down;
    $self->announce;
    $self->{rising_since} = $self->{sequence} if @rising;
    $self->shut_bonds(grep { !$_->{carrier} } @down);
    $self->close_gates(@down);
    $self->say("$_->{bond} rises") for @rising;
    $self->say("$_->{bond} is down" . ($_->{carrier} ? ', silent' : '')) for @down;
    $self->open_gates;
    return $self->changed;
}

# A bond keeps its carrier, and the bridge sends into it instead of the backup port, until its monitor has looked again: a
# jiffy or two. One that is shut is left at once; opened at the next tick, it looks, and LACP begins anew.
sub shut_bonds {
    my ($self, @legs) = @_;
    $_->{bond_shut} = 1 for @legs;
    return $self->{tables}->bonds('down', @legs);
}

sub open_bonds {
    my ($self) = @_;
    my @legs = grep { $_->{bond_shut} } @{ $self->{legs} } or return;
    $_->{bond_shut} = 0 for @legs;
    return $self->{tables}->bonds('up', @legs);
}

sub close_gates {
    my ($self, @legs) = @_;
    my @open = grep { !$_->{gate} } @legs or return;
    $_->{gate} = 1 for @open;
    $self->{tables}->gate(1, @open);
    # Without carrier the bridge sends what it knows by the backup port; with it, it would go on into the gate.
    return $self->{tables}->forget(map { $_->{bond} } grep { $_->{carrier} } @open);
}

# A rising leg opens once the partner has acknowledged it and blocks again, or when there is no partner.
sub open_gates {
    my ($self) = @_;
    my $heard = $self->{acknowledged} >= $self->{rising_since};
    my @legs = grep { $_->{stage} == RISING && ($self->{peer_lost} || ($heard && $_->{partner_horizon})) } @{ $self->{legs} };
    return unless @legs;
    $self->{tables}->forget($self->{peer});
    $self->{tables}->gate(0, @legs);
    @$_{qw(gate stage)} = (0, UP) for @legs;
    $self->say("$_->{bond} is up") for @legs;
    $self->announce;
    return $self->changed;
}

sub lost_peer {
    my ($self, $why) = @_;
    return if $self->{peer_lost};
    $self->{peer_lost} = 1;
    $self->{lost_at} = now();
    # The partner first, files last: who hangs on both switches waits for the answer.
    my $announcement = $self->announce(question => $self->{secondary});
    $self->{question} = $announcement if $self->{secondary};
    $self->say("peer link lost: $why");
    $self->open_gates;
    return $self->changed;
}

sub found_peer {
    my ($self) = @_;
    return unless $self->{peer_lost} && $self->{peer_carrier};
    $self->{peer_lost} = 0;
    $self->say('peer link works');
    $self->{raise_at} = now() + $self->{'delay-restore'} if $self->{shut} || !$self->{started};
    $self->announce;
    return $self->changed;
}

# Over the heartbeat: does the partner live?
sub ask {
    my ($self) = @_;
    $self->{question} = $self->announce(question => 1, on => $self->{heartbeat});
    return;
}

# The secondary, whose peer link is lost while its partner lives: so says an answer to its question, or, sooner, that the
# partner has lost the peer link itself. A heartbeat that came back only after the loss gives the peer link the time to come
# back as well.
sub must_shut {
    my ($self) = @_;
    return 0 unless $self->{secondary} && $self->{'split-brain'} eq 'shutSecondary';
    return 0 unless $self->{peer_lost} && $self->{started} && defined $self->{lost_at};
    my $answered = $self->{question} && $self->{acknowledged} >= $self->{question};
    return 0 unless $answered || !$self->{partner_hears};
    my $since = $self->{heartbeat}->heard_since;
    return $since < $self->{lost_at} || now() - $since > $self->{dead};
}

sub shut_legs {
    my ($self) = @_;
    # A leg whose twin is down is the only way left to its host.
    my @legs = grep { $_->{raised} && $_->{partner} != DOWN } @{ $self->{legs} } or return;
    $_->{raised} = 0 for @legs;
    $self->{shut} = 1;
    $self->{tables}->ports('down', @legs);
    $self->say("shut, for the primary lives: @{[map { $_->{port} } @legs]}");
    $self->look_at_legs(@legs);
    return $self->changed;
}

sub raise_legs {
    my ($self) = @_;
    my @legs = grep { !$_->{raised} } @{ $self->{legs} } or return;
    $self->say("raise @{[map { $_->{port} } @legs]}");
    $_->{raised} = 1 for @legs;
    $self->{tables}->ports('up', @legs);
    return $self->changed;
}

sub new_boot {
    my ($self, $boot) = @_;
    $self->{former_boots}{ $self->{partner_boot} } = 1;
    @$self{qw(partner_boot partner_sequence partner_hears acknowledged)} = ($boot, 0, 0, 0);
    return $self->say("partner, boot $boot");
}

# Tells the partner everything, on both channels or on one. Returns the announcement's number.
sub announce {
    my ($self, %how) = @_;
    my $legs = join ',', map { "$_->{bond}:$_->{stage}:$_->{horizon}" } @{ $self->{legs} };
    my $hears = $self->{peer_carrier} && $self->{control}->silent_for <= $self->{dead} ? 1 : 0;
    my @words = (
        VERSION, $self->{id}, $self->{boot}, ++$self->{sequence}, $self->{partner_boot} || '-',
        $self->{partner_sequence}, $how{question} || 0, $hears, $legs,
    );
    $_->tell("@words") for $how{on} || ($self->{control}, $self->{heartbeat});
    return $self->{sequence};
}

sub parse {
    my ($text) = @_;
    my ($version, $id, $boot, $sequence, $acknowledged_boot, $acknowledged, $question, $hears, $legs) = split ' ', $text // '';
    return unless defined $legs && $version eq VERSION;
    my @legs = map { my ($bond, $stage, $horizon) = split /:/; { bond => $bond, stage => $stage, horizon => $horizon } } split /,/, $legs;
    return {
        id => $id, boot => $boot, sequence => $sequence, question => $question, hears => $hears,
        acknowledged_boot => $acknowledged_boot, acknowledged => $acknowledged, legs => \@legs,
    };
}

sub changed { $_[0]{unwritten} = 1; return }

# What holds now, in a file that is always whole; for when nothing is more urgent.
sub write_state {
    my ($self) = @_;
    return unless $self->{unwritten};
    $self->{unwritten} = 0;
    my $new = "$self->{state_file}.new";
    open my $handle, '>', $new or return;
    print $handle 'role ', ($self->{secondary} ? 'secondary' : 'primary'), "\n";
    print $handle 'peer ', ($self->{peer_lost} ? 'lost' : 'works'), "\n";
    print $handle "shut $self->{shut}\n";
    for my $leg (@{ $self->{legs} }) {
        my $partner = $leg->{partner} == UNKNOWN ? 'unknown' : $STAGES[$leg->{partner}];
        my ($gate, $horizon) = ($leg->{gate} ? 'closed' : 'open', $leg->{horizon} ? 'on' : 'off');
        print $handle "leg $leg->{bond} $STAGES[$leg->{stage}], gate $gate, split horizon $horizon, partner $partner\n";
    }
    close $handle;
    return rename $new, $self->{state_file};
}

sub say {
    my ($self, $text) = @_;
    open my $handle, '<', '/proc/uptime' or return;
    my ($uptime) = split ' ', readline $handle;
    print STDERR "$uptime $text\n";
    return;
}

1;
